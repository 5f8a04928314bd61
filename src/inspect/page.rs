//! Wraps styled text to the width of the page. A word never holds up more than one line, so memory stays small however
//! long the text's own lines are.

use std::fmt::Write;

use anstyle::Style;

use super::{Look, style};
use crate::index::words::visible;

pub struct Page {
    out: String,
    colour: bool,
    width: usize,
    indent: usize,
    /// Columns already used in this line, indent included.
    column: usize,
    /// Whether this line has no word yet.
    fresh: bool,
    /// The style the terminal is in.
    current: Style,
    /// A space owed between the last word and the next.
    space: Option<Style>,
    word: Vec<(char, Style)>,
    word_width: usize,
}

impl Page {
    pub fn new(look: Look) -> Self {
        // Narrower, and the margin would leave no room.
        let (colour, width) = (look.colour, look.width.max(40));
        let (out, word, space, current) = (String::new(), Vec::new(), None, style::PLAIN);
        Page { out, colour, width, indent: 0, column: 0, fresh: true, current, space, word, word_width: 0 }
    }

    /// Begins a block whose first line starts with `margin`; further lines are indented by `indent` columns.
    pub fn begin(&mut self, margin: &str, look: Style, indent: usize) {
        self.indent = indent.min(self.width / 2);
        margin.chars().for_each(|c| self.emit(c, look));
    }

    /// Adds text to the block; white space of any kind is where lines may break.
    pub fn text(&mut self, text: &str, look: Style) {
        text.chars().for_each(|c| self.char(c, look));
    }

    /// Adds a mark that sticks to the word it stands at.
    pub fn glue(&mut self, mark: &str, look: Style) {
        mark.chars().for_each(|c| self.push(c, look));
    }

    fn char(&mut self, c: char, look: Style) {
        if c.is_whitespace() {
            self.flush();
            self.space = self.space.or(Some(look));
        } else {
            self.push(visible(c), look);
        }
    }

    fn push(&mut self, c: char, look: Style) {
        // A word wider than a line is cut where the line ends.
        if self.word_width + columns(c) > self.width - self.indent {
            self.flush();
        }
        self.word_width += columns(c);
        self.word.push((c, look));
    }

    fn flush(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let space = self.space.take();
        if self.column + usize::from(space.is_some()) + self.word_width > self.width && !self.fresh {
            self.line_break();
            (0..self.indent).for_each(|_| self.emit(' ', style::PLAIN));
        } else if let Some(look) = space.filter(|_| !self.fresh) {
            self.emit(' ', look);
        }
        self.fresh = false;
        let mut word = std::mem::take(&mut self.word);
        word.drain(..).for_each(|(c, look)| self.emit(c, look));
        (self.word, self.word_width) = (word, 0);
    }

    fn emit(&mut self, c: char, look: Style) {
        if self.colour && look != self.current {
            self.plain();
            let _ = write!(self.out, "{look}");
            self.current = look;
        }
        self.out.push(c);
        self.column += columns(c);
    }

    /// Underlines and inverse must not run on into the margin of the next line.
    fn plain(&mut self) {
        if self.current != style::PLAIN {
            let _ = write!(self.out, "{:#}", self.current);
            self.current = style::PLAIN;
        }
    }

    fn line_break(&mut self) {
        self.plain();
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        (self.column, self.fresh) = (0, true);
    }

    /// Ends the block.
    pub fn end(&mut self) {
        self.flush();
        self.space = None;
        self.line_break();
    }

    /// An empty line, but never two.
    pub fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    pub fn finish(self) -> String {
        self.out
    }
}

/// Columns a character takes in a terminal: close enough to wrap by, from the wide blocks of Unicode.
pub fn columns(c: char) -> usize {
    match c as u32 {
        0x300..=0x36f | 0x200b..=0x200d | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f => 2,
        0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}
