//! Names as columns: a word and its label a line, an empty line after each sentence. Reads UNER's IOB2 (number, word,
//! label), CoNLL-2003 (word, tags, label), WikiGold ("I-" alone) and labels in capitals or not.

/// A sentence as annotated: its words, and names as ranges of words with the corpus's own word for their kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    pub words: Vec<String>,
    pub names: Vec<(std::ops::Range<usize>, String)>,
    /// Begins a document.
    pub opens_document: bool,
}

/// Reads all sentences of `text`. What is no label is taken for "O".
pub fn read(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    let mut opens = true;
    let mut finish = |sentence: &mut Sentence| {
        if !sentence.words.is_empty() {
            sentences.push(std::mem::take(sentence));
        }
    };
    for line in text.lines() {
        if line.trim().is_empty() {
            finish(&mut sentence);
            continue;
        }
        if line.starts_with("# ") {
            opens |= line.starts_with("# newdoc");
            continue;
        }
        let mut columns: Vec<&str> = line.split(['\t', ' ']).filter(|column| !column.is_empty()).collect();
        let Some(first) = columns.first().copied() else { continue };
        if first == "-DOCSTART-" {
            opens = true;
            continue;
        }
        let numbered = columns.len() >= 3 && first.bytes().all(|b| b.is_ascii_digit()) && is_label(columns[2]);
        if numbered {
            columns.truncate(3);
            columns.remove(0);
        }
        let label = columns.last().copied().filter(|label| columns.len() > 1 && is_label(label)).unwrap_or("O");
        let at = sentence.words.len();
        sentence.words.push(columns[0].to_owned());
        sentence.opens_document |= std::mem::take(&mut opens);
        let Some((place, kind)) = label.split_once('-') else { continue };
        match sentence.names.last_mut() {
            Some((range, open)) if place != "B" && place != "S" && range.end == at && open == kind => {
                range.end = at + 1
            }
            _ => sentence.names.push((at..at + 1, kind.to_owned())),
        }
    }
    finish(&mut sentence);
    sentences
}

fn is_label(word: &str) -> bool {
    word == "O"
        || word.len() > 2 && word.as_bytes()[1] == b'-' && matches!(word.as_bytes()[0], b'B' | b'I' | b'E' | b'S')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_ways_to_write_names() {
        let expected = [(0..2, "PER".to_owned()), (3..4, "LOC".to_owned())];
        for text in [
            "# newdoc id = a\n1\tTilda\tB-PER\t-\tx\n2\tBrandt\tI-PER\t-\tx\n3\tleft\tO\n4\tOslo\tB-LOC\t-\tx\n\n",
            "-DOCSTART- O\n\nTilda I-PER\nBrandt I-PER\nleft O\nOslo I-LOC\n",
            "Tilda NNP B-NP B-PER\nBrandt NNP I-NP I-PER\nleft VBD B-VP O\nOslo NNP B-NP B-LOC\n",
        ] {
            let [sentence] = read(text).try_into().unwrap();
            assert_eq!(sentence.words, ["Tilda", "Brandt", "left", "Oslo"]);
            assert_eq!(sentence.names, expected);
            assert!(sentence.opens_document);
        }
    }

    #[test]
    fn neighbours_of_one_kind_are_two_names() {
        let sentences = read("A\tB-PER\nB\tB-PER\nC\tI-LOC\n");
        assert_eq!(sentences[0].names.len(), 3);
        assert!(read("").is_empty());
        assert_eq!(read("word").first().map(|s| s.names.len()), Some(0));
    }
}
