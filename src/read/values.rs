//! A JSON value whose members keep their order, and what it says as text.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    /// A number or a boolean, as text.
    Plain(String),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

/// Members that hold what an object is called, or says.
const TELLING: &[&str] = &["name", "title", "rendered", "value", "text", "#text", "$date", "full_name", "original"];

impl Value {
    /// Whether there is any text in it.
    pub fn says_something(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Plain(text) | Value::Text(text) => !text.trim().is_empty(),
            Value::List(items) => items.iter().any(Value::says_something),
            Value::Object(members) => members.iter().any(|(_, value)| value.says_something()),
        }
    }

    /// The one text in it: of a list the first, of an object the member that tells. `None` if there is none.
    pub fn text(&self) -> Option<String> {
        match self {
            Value::Null => None,
            Value::Plain(text) | Value::Text(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Value::List(items) => items.iter().find_map(Value::text),
            Value::Object(_) => self.telling()?.text(),
        }
    }

    /// Names in it, one for each item of a list.
    pub fn names(&self) -> Option<String> {
        let names = match self {
            Value::List(items) => items.iter().filter_map(Value::text).collect::<Vec<_>>().join(", "),
            other => other.text()?,
        };
        Some(names).filter(|names| !names.is_empty())
    }

    /// All texts in it, in order, one paragraph each.
    pub fn prose(&self) -> Option<String> {
        if let Value::Text(text) = self {
            return Some(text.clone());
        }
        let mut texts = Vec::new();
        self.gather(&mut texts);
        Some(texts.join("\n\n")).filter(|text| !text.is_empty())
    }

    fn gather<'v>(&'v self, texts: &mut Vec<&'v str>) {
        match self {
            Value::Text(text) if !text.trim().is_empty() => texts.push(text),
            Value::List(items) => items.iter().for_each(|item| item.gather(texts)),
            Value::Object(members) => match self.telling().filter(|value| matches!(value, Value::Text(_))) {
                Some(told) => told.gather(texts),
                None => members.iter().for_each(|(_, value)| value.gather(texts)),
            },
            _ => {}
        }
    }

    fn telling(&self) -> Option<&Value> {
        TELLING.iter().find_map(|name| self.get(name))
    }

    pub fn members(&self) -> &[(String, Value)] {
        if let Value::Object(members) = self { members } else { &[] }
    }

    /// The member `name`, or the one at the end of a path such as `fields.body`.
    pub fn at(&self, path: &str) -> Option<&Value> {
        self.get(path).or_else(|| path.split('.').try_fold(self, |value, name| value.get(name)))
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.members().iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Plain(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn what_it_says() {
        assert_eq!(value(r#"{"id": null, "name": "The Harbor Post"}"#).text().as_deref(), Some("The Harbor Post"));
        assert_eq!(value(r#"[{"name": "Ana Ruiz"}, "Tom Bell"]"#).names().as_deref(), Some("Ana Ruiz, Tom Bell"));
        assert_eq!(value("12").text().as_deref(), Some("12"));
        assert_eq!(value("[null, \" \"]").text(), None);
        let body = value(r#"{"summary": ["One."], "sections": [{"headline": [], "paragraphs": ["Two.", "Three."]}]}"#);
        assert_eq!(body.prose().as_deref(), Some("One.\n\nTwo.\n\nThree."));
    }

    #[test]
    fn members_by_name_and_path() {
        let value = value(r#"{"fields": {"body": "a"}, "x.y": "b"}"#);
        assert_eq!(value.at("fields.body"), Some(&Value::Text("a".into())));
        assert_eq!(value.at("x.y"), Some(&Value::Text("b".into())));
        assert_eq!(value.at("fields.none"), None);
    }
}
