//! States that are carried from word to word through gates.

/// A state of 1.0.
const ONE: i16 = 1 << STATE_BITS;
/// Bits of states and gates behind the point.
pub const STATE_BITS: u32 = 13;

/// The states of all words, forward and backward side by side, each of `width` numbers. `gates` has for each word, forward and then
/// backward, how far its gates are open and the new state behind them; `ends` says where sentences end.
///
/// # Panics
/// The lengths do not fit.
pub fn carry(width: usize, gates: &[i16], ends: &[usize], states: &mut [i16]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has it.
        return unsafe { carry_with_avx2(width, gates, ends, states) };
    }
    carry_plainly(width, gates, ends, states);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn carry_with_avx2(width: usize, gates: &[i16], ends: &[usize], states: &mut [i16]) {
    carry_plainly(width, gates, ends, states);
}

#[inline(always)]
fn carry_plainly(width: usize, gates: &[i16], ends: &[usize], states: &mut [i16]) {
    let mut state = vec![0; width];
    let mut start = 0;
    for end in ends {
        for side in 0..2 {
            state.fill(0);
            let state = &mut state[..width];
            for at in start..*end {
                let word = if side == 0 { at } else { start + end - 1 - at };
                let own = &gates[(word * 4 + side * 2) * width..(word * 4 + side * 2 + 2) * width];
                let (gate, new) = (&own[..width], &own[width..2 * width]);
                let to = &mut states[(word * 2 + side) * width..][..width];
                for at in 0..width {
                    to[at] = next(state[at], gate[at], new[at]);
                }
                state.copy_from_slice(to);
            }
        }
        start = *end;
    }
}

/// The state moves toward the new one as far as the gate is open: not below -2, wholly above 2.
#[inline(always)]
fn next(state: i16, gate: i16, new: i16) -> i16 {
    let open = gate.saturating_add(1 << 14).max(0) as i32;
    let way = new.clamp(-ONE, ONE).wrapping_sub(state) as i32;
    // In this form it is one instruction for many numbers.
    state.wrapping_add(((((way * open) >> 14) + 1) >> 1) as i16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_moves_as_far_as_its_gate_is_open() {
        let half = ONE / 2;
        assert_eq!(next(half, -2 * ONE, ONE), half);
        assert_eq!(next(half, 2 * ONE, ONE), ONE);
        assert_eq!(next(half, i16::MAX, i16::MIN), -ONE);
        assert_eq!(next(-half, 0, half), 0);
    }
}
