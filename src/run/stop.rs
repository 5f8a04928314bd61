//! SIGINT and SIGTERM ask the run to stop; it does so between two articles, before anything is published.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

use crate::error::{Context, Error, Kind, Result};

/// Holds the number of the signal that asked to stop, 0 while there was none.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Listens to the signals of this process from now on.
    pub fn on_signals() -> Result<Self> {
        let stop = Stop::default();
        for signal in [SIGINT, SIGTERM] {
            let asked = signal_hook::flag::register_usize(signal, stop.0.clone(), signal as usize);
            asked.failed("signals", "cannot be listened to")?;
        }
        Ok(stop)
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    /// An error once it was asked to stop.
    pub fn check(&self) -> Result<()> {
        match self.0.load(Ordering::Relaxed) as i32 {
            0 => Ok(()),
            signal => {
                let word = if signal == SIGTERM { "terminated" } else { "interrupted" };
                Err(Error::new(Kind::Interrupted(signal), format!("{word}; nothing was published")))
            }
        }
    }
}
