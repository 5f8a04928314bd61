//! A bucket, and how patient one is with it: a server that is gone must not cost half a minute for each object.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::{BackoffConfig, ObjectStore, RetryConfig};

use super::{Address, Scheme};
use crate::error::{Error, Result};

/// A request is repeated so often, for up to half a minute in all.
pub const RETRIES: usize = 10;
pub const FIRST_PAUSE: Duration = Duration::from_millis(500);
pub const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// After so many failures in a row a server is not asked any more.
const HOPELESS: u32 = 64;

pub struct Bucket {
    patient: Box<dyn ObjectStore>,
    brief: Box<dyn ObjectStore>,
    health: Health,
}

/// How many requests in a row a server did not answer.
#[derive(Debug, Default)]
pub struct Health {
    failures: AtomicU32,
}

/// How a server is to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Again and again.
    Patient,
    /// Once: all patience was spent on it before.
    Brief,
    /// Not at all.
    None,
}

impl Health {
    pub fn patience(&self) -> Patience {
        match self.failures.load(Ordering::Relaxed) {
            0 => Patience::Patient,
            1..HOPELESS => Patience::Brief,
            _ => Patience::None,
        }
    }

    /// Whether it answered, be it that there is no such thing.
    pub fn told(&self, answered: bool) {
        match answered {
            true => self.failures.store(0, Ordering::Relaxed),
            false => _ = self.failures.fetch_add(1, Ordering::Relaxed),
        }
    }
}

impl Bucket {
    /// Keys and the rest are taken from the environment, as each provider's tools do.
    pub fn open(address: &Address) -> Result<Self> {
        let failed = |error: object_store::Error| {
            let message = format!("`{address}` cannot be read: {}", super::fault::cause(&error));
            Error::usage(message).help(super::fault::KEYS)
        };
        let patient = store(address, RETRIES).map_err(failed)?;
        let brief = store(address, 0).map_err(failed)?;
        Ok(Bucket { patient, brief, health: Health::default() })
    }

    /// The store as it is to be asked now; `None` if it is not.
    pub fn store(&self) -> Option<&dyn ObjectStore> {
        match self.health.patience() {
            Patience::Patient => Some(&*self.patient),
            Patience::Brief => Some(&*self.brief),
            Patience::None => None,
        }
    }

    /// Remembers whether the server answered, and hands the answer on.
    pub fn heard<T>(&self, answer: object_store::Result<T>) -> object_store::Result<T> {
        self.health.told(answer.as_ref().err().is_none_or(super::fault::is_answer));
        answer
    }
}

fn store(address: &Address, retries: usize) -> object_store::Result<Box<dyn ObjectStore>> {
    let backoff = BackoffConfig { init_backoff: FIRST_PAUSE, max_backoff: LONGEST_PAUSE, base: 2.0 };
    let retry = RetryConfig { backoff, max_retries: retries, retry_timeout: Duration::from_secs(60) };
    let bucket = &address.host;
    Ok(match address.scheme {
        Scheme::Gs => {
            Box::new(GoogleCloudStorageBuilder::from_env().with_bucket_name(bucket).with_retry(retry).build()?)
        }
        Scheme::Az => {
            Box::new(MicrosoftAzureBuilder::from_env().with_container_name(bucket).with_retry(retry).build()?)
        }
        Scheme::S3 | Scheme::Http => {
            Box::new(AmazonS3Builder::from_env().with_bucket_name(bucket).with_retry(retry).build()?)
        }
    })
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Stores would show keys.
        f.debug_struct("Bucket").field("health", &self.health).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_ends_and_comes_back() {
        let health = Health::default();
        assert_eq!(health.patience(), Patience::Patient);
        health.told(false);
        assert_eq!(health.patience(), Patience::Brief);
        (0..HOPELESS).for_each(|_| health.told(false));
        assert_eq!(health.patience(), Patience::None);
        health.told(true);
        assert_eq!(health.patience(), Patience::Patient);
    }
}
