//! The one integration-test binary: linking arrow and polars many times is what makes test builds slow.

mod layers;
