//! What talks to servers: the threads, a client for each bucket, and one for all pages.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use super::bucket::{Bucket, Health};
use super::{Address, Scheme};
use crate::error::{Error, Result};

/// A server that is there answers a greeting.
const CONNECT: Duration = Duration::from_secs(5);
/// Nothing at all for so long, and the connection is given up.
const SILENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub struct Clients {
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
    buckets: Mutex<BTreeMap<(Scheme, String), Arc<Bucket>>>,
    pub web: reqwest::Client,
    hosts: Mutex<BTreeMap<String, Arc<Health>>>,
}

impl Clients {
    pub fn start() -> Result<Self> {
        let failed = |what: &str| Error::failed(format!("remote inputs cannot be read: {what} cannot be started"));
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().thread_name("remote").build();
        let runtime = Some(runtime.map_err(|error| failed("threads").because(error))?);
        let agent = concat!("quotient/", env!("CARGO_PKG_VERSION"));
        let web = reqwest::Client::builder().user_agent(agent).connect_timeout(CONNECT).read_timeout(SILENCE);
        let web = web.build().map_err(|error| failed("the client for pages").because(error))?;
        Ok(Clients { runtime, buckets: Mutex::default(), web, hosts: Mutex::default() })
    }

    /// The client for the bucket of `address`, whose keys are in the environment.
    pub fn bucket(&self, address: &Address) -> Result<Arc<Bucket>> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let name = (address.scheme, address.host.clone());
        if let Some(bucket) = buckets.get(&name) {
            return Ok(Arc::clone(bucket));
        }
        let bucket = Arc::new(Bucket::open(address)?);
        buckets.insert(name, Arc::clone(&bucket));
        Ok(bucket)
    }

    /// How the host of `address` is known to do.
    pub fn host(&self, address: &Address) -> Arc<Health> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(address.host.clone()).or_default())
    }

    /// Waits for an answer.
    pub fn wait<F: Future>(&self, answer: F) -> Option<F::Output> {
        self.runtime.as_ref().map(|runtime| runtime.block_on(answer))
    }

    /// Begins to ask, without waiting.
    pub fn begin<F>(&self, question: F) -> Option<tokio::task::JoinHandle<F::Output>>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.runtime.as_ref().map(|runtime| runtime.spawn(question))
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        // Whoever looks up a host's name may take long, and is not waited for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
