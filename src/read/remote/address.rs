//! What an argument names that is not on this machine: `s3://bucket/folder/*.txt`, `https://host/page.html`.

use std::fmt;

use crate::read::record::without_password;

/// Where inputs can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::read) enum Scheme {
    /// Amazon S3, and whatever speaks like it.
    S3,
    /// Google Cloud Storage.
    Gs,
    /// Azure Blob Storage.
    Az,
    /// One page or file by its address.
    Http,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) struct Address {
    pub scheme: Scheme,
    /// The bucket; the host and port of a page.
    pub host: String,
    /// After the host and its slash, as given; of a page without query and fragment.
    pub path: String,
    /// The whole argument, which may hold a password: it goes to the server and nowhere else.
    pub secret: String,
}

impl Address {
    /// `None` for what is a name on this machine.
    pub fn parse(argument: &str) -> Option<Address> {
        let (scheme, rest) = argument.split_once("://")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "s3" => Scheme::S3,
            "gs" => Scheme::Gs,
            "az" => Scheme::Az,
            "http" | "https" => Scheme::Http,
            _ => return None,
        };
        let ends: &[char] = if scheme == Scheme::Http { &['/', '?', '#'] } else { &['/'] };
        let (host, path) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        let path = match scheme {
            Scheme::Http => path.split(['?', '#']).next().unwrap_or_default(),
            _ => path,
        };
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host).to_owned();
        let path = path.strip_prefix('/').unwrap_or(path).to_owned();
        Some(Address { scheme, host, path, secret: argument.to_owned() })
    }

    /// The address of `path` in the same bucket.
    #[cfg(feature = "remote")]
    pub fn with_path(&self, path: &str) -> String {
        format!("{}://{}/{path}", self.scheme.as_str(), self.host)
    }
}

/// As it may be shown to everybody.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::read::shown(&self.secret))
    }
}

#[cfg(feature = "remote")]
impl Scheme {
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::S3 => "s3",
            Scheme::Gs => "gs",
            Scheme::Az => "az",
            Scheme::Http => "http",
        }
    }
}

/// Parameters with which an address alone opens a door: signatures and keys.
const SECRET: &[&str] = &[
    "x-amz-signature",
    "x-amz-credential",
    "x-amz-security-token",
    "x-goog-signature",
    "x-goog-credential",
    "sig",
    "signature",
    "token",
    "access_token",
    "auth",
    "key",
    "api_key",
    "apikey",
    "password",
];

/// An address without its password, and without the values of parameters that are keys.
pub fn redacted(address: &str) -> String {
    let address = without_password(address);
    let Some((before, query)) = address.split_once('?').filter(|(before, _)| before.contains("://")) else {
        return address;
    };
    let (query, fragment) = query.split_at(query.find('#').unwrap_or(query.len()));
    let hide = |parameter: &str| match parameter.split_once('=') {
        Some((name, _)) if SECRET.iter().any(|secret| name.eq_ignore_ascii_case(secret)) => format!("{name}=***"),
        _ => parameter.to_owned(),
    };
    let query: Vec<_> = query.split('&').map(hide).collect();
    format!("{before}?{}{fragment}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_paths() {
        for path in ["news/a.txt", "a:b", "-", "C:\\news", "ftp://host/a.txt", "file:///a.txt", "@list.txt"] {
            assert_eq!(Address::parse(path), None, "{path}");
        }
        let parts = |argument: &str| {
            let address = Address::parse(argument).unwrap();
            (address.scheme, address.host, address.path)
        };
        let is = |scheme, host: &str, path: &str| (scheme, host.to_owned(), path.to_owned());
        assert_eq!(parts("s3://news/2024/*.txt"), is(Scheme::S3, "news", "2024/*.txt"));
        assert_eq!(parts("gs://news"), is(Scheme::Gs, "news", ""));
        assert_eq!(parts("az://news/a?b#c"), is(Scheme::Az, "news", "a?b#c"));
        assert_eq!(
            parts("HTTPS://ana:x@post.example:8080/a/b.html?c=d#e"),
            is(Scheme::Http, "post.example:8080", "a/b.html")
        );
    }

    #[test]
    fn what_opens_doors_is_not_shown() {
        assert_eq!(redacted("https://ana:secret@post.example/a?b=c"), "https://***@post.example/a?b=c");
        assert_eq!(
            redacted("https://b.example/a?X-Amz-Signature=f00&part=2&sig=%2Bx#top"),
            "https://b.example/a?X-Amz-Signature=***&part=2&sig=***#top"
        );
        assert_eq!(redacted("what?key=1"), "what?key=1");
        assert_eq!(Address::parse("http://ana:pw@h/a").unwrap().to_string(), "http://***@h/a");
    }
}
