//! Products of matrices, for learning. Each number of a product is added up in the order of the inner index, and no step is
//! rounded otherwise than by itself, so that it is the same on every processor, however many numbers that one takes at a time.

/// So many rows and columns of a product are made at a time.
const ROWS: usize = 4;
const COLUMNS: usize = 32;

/// Adds to `c` (`m` × `n`) the product of `a` (`m` × `k`) and `b` (`k` × `n`); all row after row.
pub fn add_product(a: &[f32], b: &[f32], c: &mut [f32], (m, k, n): (usize, usize, usize)) {
    assert!(a.len() == m * k && b.len() == k * n && c.len() == m * n, "the sizes of matrices must fit");
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has it.
            return unsafe { with_avx512(a, b, c, (m, k, n)) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has it.
            return unsafe { with_avx2(a, b, c, (m, k, n)) };
        }
    }
    blocks(a, b, c, (m, k, n));
}

/// Adds to `c` (`m` × `n`) the product of `a`, turned (`k` × `m` as it lies there), and `b` (`k` × `n`).
pub fn add_turned_product(a: &[f32], b: &[f32], c: &mut [f32], (m, k, n): (usize, usize, usize)) {
    add_product(&turned(a, k, m), b, c, (m, k, n));
}

/// Adds to `c` (`m` × `n`) the product of `a` (`m` × `k`) and `b`, turned (`n` × `k` as it lies there).
pub fn add_product_turned(a: &[f32], b: &[f32], c: &mut [f32], (m, k, n): (usize, usize, usize)) {
    add_product(a, &turned(b, n, k), c, (m, k, n));
}

/// A matrix of so many rows and columns with rows and columns exchanged.
fn turned(a: &[f32], rows: usize, columns: usize) -> Vec<f32> {
    let mut turned = vec![0.0; a.len()];
    for (at, row) in a.chunks_exact(columns.max(1)).enumerate() {
        for (column, value) in row.iter().enumerate() {
            turned[column * rows + at] = *value;
        }
    }
    turned
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn with_avx512(a: &[f32], b: &[f32], c: &mut [f32], sizes: (usize, usize, usize)) {
    blocks(a, b, c, sizes);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn with_avx2(a: &[f32], b: &[f32], c: &mut [f32], sizes: (usize, usize, usize)) {
    blocks(a, b, c, sizes);
}

#[inline(always)]
fn blocks(a: &[f32], b: &[f32], c: &mut [f32], (m, k, n): (usize, usize, usize)) {
    let (mut panel, mut column) = (Vec::new(), 0);
    while column < n {
        let width = COLUMNS.min(n - column);
        // The columns of `b` that are used next, side by side; what is missing to a whole block is zero.
        panel.clear();
        for row in b.chunks_exact(n) {
            let mut block = [0.0; COLUMNS];
            block[..width].copy_from_slice(&row[column..column + width]);
            panel.push(block);
        }
        let mut row = 0;
        while row < m {
            let height = ROWS.min(m - row);
            let mut sums = [[0.0; COLUMNS]; ROWS];
            if height == ROWS {
                let [a0, a1, a2, a3] = [0, 1, 2, 3].map(|at| &a[(row + at) * k..(row + at + 1) * k]);
                for ((((block, x0), x1), x2), x3) in panel.iter().zip(a0).zip(a1).zip(a2).zip(a3) {
                    for at in 0..COLUMNS {
                        sums[0][at] += x0 * block[at];
                        sums[1][at] += x1 * block[at];
                        sums[2][at] += x2 * block[at];
                        sums[3][at] += x3 * block[at];
                    }
                }
            } else {
                for (sums, own) in sums.iter_mut().zip(a[row * k..m * k].chunks_exact(k)) {
                    for (block, x) in panel.iter().zip(own) {
                        for at in 0..COLUMNS {
                            sums[at] += x * block[at];
                        }
                    }
                }
            }
            for (at, sums) in sums.iter().enumerate().take(height) {
                let start = (row + at) * n + column;
                for (value, sum) in c[start..start + width].iter_mut().zip(sums) {
                    *value += sum;
                }
            }
            row += ROWS;
        }
        column += COLUMNS;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_what_they_are_by_hand() {
        for (m, k, n) in [(1, 1, 1), (3, 2, 5), (4, 7, 32), (9, 5, 70)] {
            let a: Vec<f32> = (0..m * k).map(|at| (at % 7) as f32 - 3.0).collect();
            let b: Vec<f32> = (0..k * n).map(|at| (at % 5) as f32 - 2.0).collect();
            let mut right = vec![1.0; m * n];
            for at in 0..m * n {
                right[at] += (0..k).map(|inner| a[at / n * k + inner] * b[inner * n + at % n]).sum::<f32>();
            }
            let mut product = vec![1.0; m * n];
            add_product(&a, &b, &mut product, (m, k, n));
            assert_eq!(product, right);
            let mut product = vec![1.0; m * n];
            add_turned_product(&turned(&a, m, k), &b, &mut product, (m, k, n));
            assert_eq!(product, right);
            let mut product = vec![1.0; m * n];
            add_product_turned(&a, &turned(&b, k, n), &mut product, (m, k, n));
            assert_eq!(product, right);
        }
    }
}
