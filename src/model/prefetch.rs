//! Tells the processor early what will be read: tables of weights are larger than its caches, and most of the time of a
//! linear model is waiting for them. Not in a debug build, which waits for everything else.

/// Brings `slice[at]` near; does nothing where there is no such place, or the processor cannot be told.
#[inline(always)]
pub fn prefetch<T>(slice: &[T], at: usize) {
    #[cfg(all(target_arch = "x86_64", not(debug_assertions)))]
    if let Some(place) = slice.get(at) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a hint, which reads nothing and is part of every x86-64 processor.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(place).cast()) };
    }
    #[cfg(not(all(target_arch = "x86_64", not(debug_assertions))))]
    let _ = (slice, at);
}
