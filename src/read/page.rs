//! stand-in until pages can be taken apart
use super::refusal::Refusal;
use crate::analysis::Role;
use crate::article::Meta;
use crate::span::Span;

pub(super) struct Found {
    pub text: String,
    pub marked: Vec<(Span, Role)>,
    pub meta: Meta,
}

pub(super) fn read(_: &[u8], _: Option<&str>) -> Result<Found, Refusal> {
    Err(Refusal::read("unsupported_format", "there is no reader for pages yet"))
}
