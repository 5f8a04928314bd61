//! Gold text in, a model and its card out. Nothing that runs knows this module; it uses the running code's own feature
//! functions, so what is learnt is what runs.

pub mod articles;
pub mod conllu;
pub mod gazetteers;
pub mod iob;
pub mod names;
pub mod perceptron;
