//! The same learnt several times, each time with the examples in another order, side by side.

use rayon::prelude::*;

/// What `learn` makes of each order, given the order's number and its seed. They stay in this order on any number of threads.
pub fn each<T: Send>(orders: u64, seed: u64, learn: impl Fn(u64, u64) -> T + Sync) -> Vec<T> {
    (0..orders.max(1)).into_par_iter().map(|order| learn(order, seed + order * 1000)).collect()
}
