//! SHA-256 in hex digits: how files of a data set and models are told apart.

use sha2::{Digest, Sha256};

/// Of all of `bytes`.
pub fn sha256(bytes: &[u8]) -> String {
    finish(Sha256::new_with_prefix(bytes))
}

/// Of what was put in so far.
pub fn finish(sha256: Sha256) -> String {
    hex(&sha256.finalize())
}

/// Two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |number: u8| char::from(b"0123456789abcdef"[usize::from(number)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
