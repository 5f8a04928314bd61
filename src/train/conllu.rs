//! CoNLL-U, the format of Universal Dependencies (universaldependencies.org/format.html): one word a line in ten columns,
//! an empty line after each sentence, comments before it. Multiword ranges ("3-4") and empty nodes ("3.1") are passed over.

use crate::error::{Error, Result};

/// A sentence as annotated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    pub words: Vec<Word>,
    /// Begins a document.
    pub opens_document: bool,
    pub opens_paragraph: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    pub form: String,
    pub lemma: String,
    /// Universal tag.
    pub upos: String,
    /// English tag.
    pub xpos: String,
    /// 1-based number of the head in the sentence; 0 is the root.
    pub head: usize,
    pub relation: String,
    pub misc: String,
    pub space_after: bool,
}

/// Reads all sentences of `text`; `file` is named in errors.
///
/// # Errors
/// A line has fewer than ten columns, or a head is no number.
pub fn read(file: &str, text: &str) -> Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    // The last word of a multiword range carries the range's space.
    let mut range: Option<(usize, bool)> = None;
    for (number, line) in text.lines().enumerate() {
        let broken = |what: &str| Error::failed(format!("line {}: {what}", number + 1)).file(file);
        if line.trim().is_empty() {
            if !sentence.words.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.trim_start();
            sentence.opens_document |= comment.starts_with("newdoc");
            sentence.opens_paragraph |= comment.split_whitespace().next() == Some("newpar");
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, xpos, _, head, relation, _, misc] = columns.as_slice() else {
            return Err(broken("a word has ten columns, parted by tabs"));
        };
        let space_after = !misc.split('|').any(|item| item == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            range = Some((last.parse().map_err(|_| broken("a range of words is broken"))?, space_after));
            continue;
        }
        if id.contains('.') {
            continue;
        }
        let here = sentence.words.len() + 1;
        let space_after = match range {
            Some((last, space)) if last == here => space,
            Some((last, _)) if last > here => false,
            _ => space_after,
        };
        sentence.words.push(Word {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: upos.to_owned(),
            xpos: xpos.to_owned(),
            head: head.parse().map_err(|_| broken("the head is no number"))?,
            relation: relation.to_owned(),
            misc: misc.to_owned(),
            space_after,
        });
        if range.is_some_and(|(last, _)| last == here) {
            range = None;
        }
    }
    if !sentence.words.is_empty() {
        sentences.push(sentence);
    }
    Ok(sentences)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = a\n# newpar\n# text = Don't go.\n\
        1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n\
        2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n\
        3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n\
        4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n";

    #[test]
    fn words_heads_and_spaces() {
        let sentences = read("sample", SAMPLE).unwrap();
        let [sentence] = sentences.as_slice() else { panic!("one sentence") };
        assert!(sentence.opens_document && sentence.opens_paragraph);
        let spaces: Vec<bool> = sentence.words.iter().map(|word| word.space_after).collect();
        assert_eq!(spaces, [false, true, false, true]);
        assert_eq!(sentence.words[1].head, 3);
        assert_eq!(sentence.words[0].lemma, "do");
    }

    #[test]
    fn errors_name_file_and_line() {
        assert_eq!(
            read("x.conllu", "1\ta\n").unwrap_err().to_string(),
            "x.conllu: line 1: a word has ten columns, parted by tabs"
        );
    }
}
