//! The elements of a page that mean something to its reader.

/// What an element is, as far as it matters to where paragraphs begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// The page itself, which no tag opens.
    Root,
    A,
    Article,
    Aside,
    /// Any other element that stands on lines of its own.
    Block,
    Blockquote,
    Body,
    Br,
    Button,
    /// `td`, `th`.
    Cell,
    Dd,
    Dt,
    Figcaption,
    Figure,
    Footer,
    Form,
    H1,
    /// `h2` to `h6`.
    Heading,
    Head,
    Header,
    Hr,
    Html,
    Iframe,
    Img,
    /// Any other element within a line.
    Inline,
    Input,
    Li,
    Link,
    Main,
    Meta,
    Nav,
    Noscript,
    /// `ul`, `ol`, `menu`.
    List,
    Option,
    P,
    Picture,
    Pre,
    Q,
    Row,
    Script,
    Section,
    Select,
    Style,
    Svg,
    Table,
    Template,
    Textarea,
    Time,
    Title,
    Video,
}

impl Tag {
    pub fn named(name: &[u8]) -> Tag {
        match name {
            b"a" => Tag::A,
            b"article" => Tag::Article,
            b"aside" => Tag::Aside,
            b"blockquote" => Tag::Blockquote,
            b"body" => Tag::Body,
            b"br" => Tag::Br,
            b"button" => Tag::Button,
            b"td" | b"th" => Tag::Cell,
            b"dd" => Tag::Dd,
            b"dt" => Tag::Dt,
            b"figcaption" => Tag::Figcaption,
            b"figure" => Tag::Figure,
            b"footer" => Tag::Footer,
            b"form" => Tag::Form,
            b"h1" => Tag::H1,
            b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Tag::Heading,
            b"head" => Tag::Head,
            b"header" => Tag::Header,
            b"hr" => Tag::Hr,
            b"html" => Tag::Html,
            b"iframe" | b"object" | b"embed" | b"canvas" | b"map" => Tag::Iframe,
            b"img" => Tag::Img,
            b"input" => Tag::Input,
            b"li" => Tag::Li,
            b"link" => Tag::Link,
            b"main" => Tag::Main,
            b"meta" => Tag::Meta,
            b"nav" => Tag::Nav,
            b"noscript" => Tag::Noscript,
            b"ul" | b"ol" | b"menu" => Tag::List,
            b"option" | b"optgroup" | b"datalist" => Tag::Option,
            b"p" => Tag::P,
            b"picture" => Tag::Picture,
            b"pre" => Tag::Pre,
            b"q" => Tag::Q,
            b"tr" => Tag::Row,
            b"script" => Tag::Script,
            b"section" => Tag::Section,
            b"select" => Tag::Select,
            b"style" => Tag::Style,
            b"svg" | b"math" => Tag::Svg,
            b"table" | b"tbody" | b"thead" | b"tfoot" => Tag::Table,
            b"template" => Tag::Template,
            b"textarea" => Tag::Textarea,
            b"time" => Tag::Time,
            b"title" => Tag::Title,
            b"video" | b"audio" => Tag::Video,
            b"address" | b"caption" | b"center" | b"details" | b"dialog" | b"dir" | b"div" | b"dl" | b"fieldset"
            | b"frameset" | b"hgroup" | b"legend" | b"listing" | b"search" | b"summary" | b"xmp" => Tag::Block,
            _ => Tag::Inline,
        }
    }

    /// Whether what stands in it stands apart from what is before and after.
    pub fn is_block(self) -> bool {
        !matches!(
            self,
            Tag::A
                | Tag::Br
                | Tag::Iframe
                | Tag::Img
                | Tag::Inline
                | Tag::Input
                | Tag::Link
                | Tag::Meta
                | Tag::Noscript
                | Tag::Picture
                | Tag::Q
                | Tag::Script
                | Tag::Style
                | Tag::Svg
                | Tag::Template
                | Tag::Time
                | Tag::Title
                | Tag::Button
                | Tag::Select
                | Tag::Option
                | Tag::Textarea
                | Tag::Video
        )
    }

    /// Whether it can be around a text, and is not a part of one.
    pub fn is_around(self) -> bool {
        let is_part = matches!(
            self,
            Tag::P
                | Tag::H1
                | Tag::Heading
                | Tag::Li
                | Tag::List
                | Tag::Blockquote
                | Tag::Pre
                | Tag::Dd
                | Tag::Dt
                | Tag::Row
                | Tag::Table
        );
        self.is_block() && !is_part
    }

    /// Whether the start of such an element ends an open `p`.
    pub fn ends_paragraph(self) -> bool {
        self.is_block() && !matches!(self, Tag::Cell | Tag::Row)
    }

    /// Elements without an end.
    pub fn is_void(name: &[u8]) -> bool {
        matches!(
            name,
            b"area"
                | b"base"
                | b"br"
                | b"col"
                | b"embed"
                | b"hr"
                | b"img"
                | b"input"
                | b"link"
                | b"meta"
                | b"param"
                | b"source"
                | b"track"
                | b"wbr"
                | b"basefont"
                | b"bgsound"
                | b"frame"
                | b"keygen"
        )
    }

    /// Elements that hold nothing a reader reads as part of an article.
    pub fn is_silent(self) -> bool {
        matches!(
            self,
            Tag::Head
                | Tag::Iframe
                | Tag::Noscript
                | Tag::Option
                | Tag::Script
                | Tag::Select
                | Tag::Style
                | Tag::Svg
                | Tag::Template
                | Tag::Textarea
                | Tag::Title
                | Tag::Video
                | Tag::Button
                | Tag::Input
                | Tag::Meta
                | Tag::Link
        )
    }
}

/// The attributes that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attr {
    AriaHidden,
    Charset,
    Class,
    Content,
    Datetime,
    Hidden,
    Href,
    Id,
    Itemprop,
    Lang,
    Name,
    Property,
    Rel,
    Role,
    Style,
    Type,
}

impl Attr {
    pub fn named(name: &[u8]) -> Option<Attr> {
        Some(match name {
            b"aria-hidden" => Attr::AriaHidden,
            b"charset" => Attr::Charset,
            b"class" => Attr::Class,
            b"content" => Attr::Content,
            b"datetime" => Attr::Datetime,
            b"hidden" => Attr::Hidden,
            b"href" => Attr::Href,
            b"id" => Attr::Id,
            b"itemprop" => Attr::Itemprop,
            b"lang" => Attr::Lang,
            b"name" => Attr::Name,
            b"property" => Attr::Property,
            b"rel" => Attr::Rel,
            b"role" => Attr::Role,
            b"style" => Attr::Style,
            b"type" => Attr::Type,
            _ => return None,
        })
    }
}
