//! What stands for remote inputs in a build without them: nothing, which the types say.

use std::io::{self, Read};

use super::Address;
use crate::error::{Error, Result};
use crate::read::refusal::Refusal;
use crate::read::{Input, Inputs};

/// There is none in this build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {}

#[derive(Debug)]
pub enum Body {}

impl Object {
    pub(in crate::read) fn key(&self) -> &[u8] {
        match *self {}
    }

    pub(in crate::read) fn open(&self) -> Result<Body, Refusal> {
        match *self {}
    }
}

impl Body {
    pub(in crate::read) fn charset(&self) -> Option<String> {
        match *self {}
    }
}

impl Read for Body {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        match *self {}
    }
}

pub(in crate::read) fn look_up(wanted: &[(Address, bool)]) -> Vec<Result<Inputs>> {
    let refuse = |(address, _): &(Address, bool)| {
        let message = format!(
            "this build of the program does not read `{address}`: `cargo build --release --features remote` makes one that does"
        );
        Err(Error::usage(message).help("or fetch the files first, and name the folder they are in"))
    };
    wanted.iter().map(refuse).collect()
}

pub(in crate::read) fn in_turn(_: &mut [Input]) {}
