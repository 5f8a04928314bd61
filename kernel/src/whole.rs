//! Rows of whole numbers of 16 bits, multiplied with the weights of a matrix into sums of 32.

/// Numbers that come out are made so many at a time.
pub const LANES: usize = 16;

/// For each of [`LANES`] numbers that come out the weights of two that come in.
pub type Weights = [[i16; 2]; LANES];
pub type Sums = [i32; LANES];

/// Puts into `sums` (rows of `blocks`) what rows of `pairs` pairs of numbers in `x` make of `weights` (blocks of `pairs`): sums of
/// products, which wrap around where they are too large.
///
/// # Panics
/// The lengths do not fit.
pub fn multiply(weights: &[Weights], x: &[[i16; 2]], sums: &mut [Sums], (pairs, blocks): (usize, usize)) {
    if pairs == 0 || blocks == 0 {
        return;
    }
    assert!(
        weights.len() == pairs * blocks && sums.len() == x.len() / pairs * blocks,
        "the sizes of matrices must fit"
    );
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512bw") {
            // SAFETY: the processor has it.
            return unsafe { x86::with_avx512(weights, x, sums, (pairs, blocks)) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has it.
            return unsafe { x86::with_avx2(weights, x, sums, (pairs, blocks)) };
        }
    }
    plainly(weights, x, sums, (pairs, blocks));
}

/// On any processor.
fn plainly(weights: &[Weights], x: &[[i16; 2]], sums: &mut [Sums], (pairs, blocks): (usize, usize)) {
    for (row, sums) in x.chunks_exact(pairs).zip(sums.chunks_exact_mut(blocks)) {
        for (weights, sums) in weights.chunks_exact(pairs).zip(sums) {
            for ([a, b], weights) in row.iter().zip(weights) {
                for (sum, [first, second]) in sums.iter_mut().zip(weights) {
                    let product = (*a as i32 * *first as i32).wrapping_add(*b as i32 * *second as i32);
                    *sum = sum.wrapping_add(product);
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Sums, Weights};

    /// So many rows share the weights that were loaded.
    const ROWS: usize = 8;

    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    pub fn with_avx512(weights: &[Weights], x: &[[i16; 2]], sums: &mut [Sums], (pairs, blocks): (usize, usize)) {
        for (block, weights) in weights.chunks_exact(pairs).enumerate() {
            let mut at = 0;
            for rows in x.chunks(ROWS * pairs) {
                let count = rows.len() / pairs;
                let mut own = [_mm512_setzero_si512(); ROWS];
                if count == ROWS {
                    let rows: [&[[i16; 2]]; ROWS] = std::array::from_fn(|row| &rows[row * pairs..(row + 1) * pairs]);
                    for (pair, weights) in weights.iter().enumerate() {
                        let weights = load512(weights);
                        for row in 0..ROWS {
                            let numbers = _mm512_set1_epi32(both(rows[row][pair]));
                            own[row] = _mm512_dpwssd_epi32(own[row], weights, numbers);
                        }
                    }
                } else {
                    for (own, row) in own.iter_mut().zip(rows.chunks_exact(pairs)) {
                        for (numbers, weights) in row.iter().zip(weights) {
                            *own = _mm512_dpwssd_epi32(*own, load512(weights), _mm512_set1_epi32(both(*numbers)));
                        }
                    }
                }
                for own in own.iter().take(count) {
                    // SAFETY: as many numbers as the sums have places.
                    unsafe { _mm512_storeu_si512(sums[at * blocks + block].as_mut_ptr().cast(), *own) };
                    at += 1;
                }
            }
        }
    }

    #[target_feature(enable = "avx2")]
    pub fn with_avx2(weights: &[Weights], x: &[[i16; 2]], sums: &mut [Sums], (pairs, blocks): (usize, usize)) {
        const ROWS: usize = 4;
        for (block, weights) in weights.chunks_exact(pairs).enumerate() {
            let mut at = 0;
            for rows in x.chunks(ROWS * pairs) {
                let count = rows.len() / pairs;
                let mut own = [[_mm256_setzero_si256(); 2]; ROWS];
                if count == ROWS {
                    let rows: [&[[i16; 2]]; ROWS] = std::array::from_fn(|row| &rows[row * pairs..(row + 1) * pairs]);
                    for (pair, weights) in weights.iter().enumerate() {
                        let weights = load256(weights);
                        for row in 0..ROWS {
                            add256(&mut own[row], weights, rows[row][pair]);
                        }
                    }
                } else {
                    for (own, row) in own.iter_mut().zip(rows.chunks_exact(pairs)) {
                        row.iter().zip(weights).for_each(|(numbers, weights)| add256(own, load256(weights), *numbers));
                    }
                }
                for own in own.iter().take(count) {
                    let to = sums[at * blocks + block].as_mut_ptr();
                    // SAFETY: half as many numbers each as the sums have places.
                    unsafe {
                        _mm256_storeu_si256(to.cast(), own[0]);
                        _mm256_storeu_si256(to.add(8).cast(), own[1]);
                    }
                    at += 1;
                }
            }
        }
    }

    #[inline(always)]
    fn both([a, b]: [i16; 2]) -> i32 {
        (a as u16 as u32 | (b as u16 as u32) << 16) as i32
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn load512(weights: &Weights) -> __m512i {
        // SAFETY: as many bytes as are loaded.
        unsafe { _mm512_loadu_si512(weights.as_ptr().cast()) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn load256(weights: &Weights) -> [__m256i; 2] {
        let from = weights.as_ptr();
        // SAFETY: half as many bytes each as there are.
        unsafe { [_mm256_loadu_si256(from.cast()), _mm256_loadu_si256(from.add(8).cast())] }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn add256(sums: &mut [__m256i; 2], weights: [__m256i; 2], numbers: [i16; 2]) {
        let numbers = _mm256_set1_epi32(both(numbers));
        for (sum, weights) in sums.iter_mut().zip(weights) {
            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(weights, numbers));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Multiply = fn(&[Weights], &[[i16; 2]], &mut [Sums], (usize, usize));

    #[test]
    fn every_way_gives_the_same() {
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as i16
        };
        for (rows, pairs, blocks) in [(1, 1, 1), (3, 5, 2), (8, 40, 3), (21, 7, 1)] {
            let x: Vec<[i16; 2]> = (0..rows * pairs).map(|_| [next(), next()]).collect();
            let weights: Vec<Weights> = (0..pairs * blocks).map(|_| [(); LANES].map(|()| [next(), next()])).collect();
            let run = |way: Multiply| {
                let mut sums = vec![[0; LANES]; rows * blocks];
                way(&weights, &x, &mut sums, (pairs, blocks));
                sums
            };
            let right = run(plainly);
            assert_eq!(run(multiply), right);
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") {
                // SAFETY: the processor has it.
                assert_eq!(run(|weights, x, sums, size| unsafe { x86::with_avx2(weights, x, sums, size) }), right);
            }
        }
    }
}
