//! The program on one screen.
