//! Pages and files behind `http(s)://`. Not through the object store, which wants to be told each length beforehand, as
//! most servers do not for a page.

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Response, StatusCode, Url};

use super::bucket::{FIRST_PAUSE, Health, LONGEST_PAUSE, Patience, RETRIES};
use super::object::Part;
use super::{PART, fault};
use crate::read::refusal::Refusal;

/// Why there is no page.
enum Trouble {
    /// It may be there in a moment.
    Passing(String),
    Lasting(String),
}

/// The first part of a page, and what of it is still to come.
pub(super) async fn fetch(client: &Client, host: &Health, url: &Url) -> Result<Part, Refusal> {
    let tries = match host.patience() {
        Patience::Patient => RETRIES,
        Patience::Brief => 0,
        Patience::None => return Err(fault::unreadable(fault::GIVEN_UP)),
    };
    let mut pause = FIRST_PAUSE;
    for left in (0..=tries).rev() {
        let why = match once(client, url).await {
            Ok(part) => {
                host.told(true);
                return Ok(part);
            }
            Err(Trouble::Lasting(why)) => {
                host.told(true);
                return Err(fault::no_page(&why));
            }
            Err(Trouble::Passing(why)) => why,
        };
        if left == 0 {
            host.told(false);
            return Err(fault::unreadable(&why));
        }
        tokio::time::sleep(pause).await;
        pause = LONGEST_PAUSE.min(pause * 2);
    }
    Err(fault::unreadable(fault::GIVEN_UP))
}

async fn once(client: &Client, url: &Url) -> Result<Part, Trouble> {
    let passing = |error: reqwest::Error| match error.is_redirect() || error.is_builder() {
        true => Trouble::Lasting(fault::of_page(&error)),
        false => Trouble::Passing(fault::of_page(&error)),
    };
    let mut response = answered(client.get(url.clone()).send().await.map_err(passing)?)?;
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).map(str::to_owned);
    let mut bytes = Vec::new();
    while (bytes.len() as u64) < PART {
        match response.chunk().await.map_err(passing)? {
            Some(more) => bytes.extend_from_slice(&more),
            None => return Ok(Part { bytes, kind, rest: None }),
        }
    }
    Ok(Part { bytes, kind, rest: Some(response) })
}

fn answered(response: Response) -> Result<Response, Trouble> {
    let status = response.status();
    let why = || format!("the server answers {status}");
    match status {
        _ if status.is_success() => Ok(response),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Err(Trouble::Passing(why())),
        _ if status.is_server_error() => Err(Trouble::Passing(why())),
        _ => Err(Trouble::Lasting(why())),
    }
}
