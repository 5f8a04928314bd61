//! SHA-256 in hex digits: how files of a data set and models are told apart.

use sha2::{Digest, Sha256};

/// Of all of `bytes`.
pub fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

/// Of what was put in so far.
pub fn hex(sha256: Sha256) -> String {
    sha256.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
