//! Cuts a text by characters, as people do who read the tables.

pub(super) struct Slicer<'a> {
    pub text: &'a str,
    /// Byte at which each character begins, and the text's end; empty if the text is ASCII.
    bytes: Vec<u32>,
}

impl<'a> Slicer<'a> {
    pub fn new(text: &'a str) -> Self {
        let all = text.char_indices().map(|(at, _)| at).chain([text.len()]).map(|at| at as u32);
        Slicer { text, bytes: if text.is_ascii() { Vec::new() } else { all.collect() } }
    }

    /// Length in characters.
    pub fn count(&self) -> i32 {
        (if self.text.is_ascii() { self.text.len() } else { self.bytes.len() - 1 }) as i32
    }

    /// `text[start:end]`; nothing if there is no such stretch.
    pub fn slice(&self, start: i32, end: i32) -> Option<&'a str> {
        let at = |place: i32| {
            let place = usize::try_from(place).ok()?;
            if self.bytes.is_empty() { Some(place) } else { self.bytes.get(place).map(|&byte| byte as usize) }
        };
        self.text.get(at(start)?..at(end)?)
    }
}
