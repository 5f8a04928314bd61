//! What people say of a data set as a whole: it goes into its card and into the files that describe it.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct About {
    pub name: Option<String>,
    pub description: Option<String>,
    /// An SPDX name or a link.
    pub license: Option<String>,
    pub url: Option<String>,
    pub creator: Option<String>,
    /// When it is published, as people wish to be cited: the day of a run would make the bytes differ.
    pub date: Option<String>,
}

impl About {
    pub const KEYS: [&str; 6] = ["name", "description", "license", "url", "creator", "date"];

    /// The place of a value; `None` if there is no such key.
    pub fn entry(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match key {
            "name" => &mut self.name,
            "description" => &mut self.description,
            "license" => &mut self.license,
            "url" => &mut self.url,
            "creator" => &mut self.creator,
            "date" => &mut self.date,
            _ => return None,
        })
    }

    pub(super) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("who-said-what")
    }

    pub(super) fn description(&self) -> &str {
        const DESCRIPTION: &str = "Quotes, sources, entities and mentions found in news articles.";
        self.description.as_deref().unwrap_or(DESCRIPTION)
    }
}
