//! Time as tests of speed measure it, for the unit tests too.

use std::fs;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// The time this thread has worked, to a few milliseconds: others that use the machine at the same time don't count. Where
/// the system does not tell, the time of day.
pub fn worked() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
