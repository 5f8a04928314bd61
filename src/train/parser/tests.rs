use proptest::prelude::*;

use super::*;
use crate::analysis::{Pos, Sentence as Place, Token};
use crate::clock::worked;
use crate::span::Span;
use crate::train::conllu;

const TREES: &str = include_str!("../../../tests/data/trees.conllu");

fn trees() -> Vec<Sentence> {
    conllu::read("trees.conllu", TREES).unwrap()
}

/// A model that has the trees by heart.
fn toy() -> Model {
    let settings = Settings {
        rounds: 120,
        vector: 16,
        state: 24,
        view: 16,
        together: 60,
        rate: 150,
        drop: 5,
        unknown_words: 5,
        least_words: 1,
        ..Settings::default()
    };
    train(&trees(), trees(), &settings).unwrap()
}

/// Tokens of one word each, in sentences of the given lengths.
fn tokens(words: &[(String, Pos, Tag)], lengths: &[usize]) -> (String, Vec<Token>, Vec<Place>) {
    let (mut text, mut tokens, mut places) = (String::new(), Vec::new(), Vec::new());
    for (word, pos, tag) in words {
        let start = text.len();
        text.push_str(word);
        tokens.push(Token { pos: *pos, tag: *tag, ..Token::new(Span::new(start, text.len())) });
        text.push(' ');
    }
    let mut first = 0;
    for length in lengths.iter().chain([&words.len()]) {
        let last = (first + length).min(words.len());
        places.push(Place { span: Span::default(), paragraph: 0, tokens: first as u32..last as u32 });
        first = last;
    }
    (text, tokens, places)
}

/// Each sentence has one root, and every word reaches it without leaving the sentence.
fn check(tokens: &[Token], places: &[Place]) {
    for place in places {
        let mut depths = vec![0u32; place.tokens.len()];
        let roots: Vec<u32> = place.tokens.clone().filter(|at| tokens[*at as usize].head == *at).collect();
        assert_eq!(roots.len(), usize::from(!place.tokens.is_empty()));
        for at in place.tokens.clone() {
            let token = &tokens[at as usize];
            assert!(place.tokens.contains(&token.head));
            assert_eq!(token.relation == Relation::Root, token.head == at);
            // Up to a word that is known to reach the root, marking the way.
            let mut way = Vec::new();
            let mut word = at;
            while tokens[word as usize].head != word && depths[(word - place.tokens.start) as usize] == 0 {
                way.push(word);
                assert!(way.len() <= place.tokens.len(), "a cycle at {word}");
                word = tokens[word as usize].head;
            }
            way.into_iter().for_each(|word| depths[(word - place.tokens.start) as usize] = 1);
        }
    }
}

#[test]
fn learns_its_lesson_to_the_byte() {
    let model = toy();
    assert_eq!(model.to_bytes().unwrap(), toy().to_bytes().unwrap());
    let read = Model::from_bytes(NAME, &model.to_bytes().unwrap()).unwrap();
    let [uas, las, full] = evaluate(&Parser::new(&read).unwrap(), &trees()).percent();
    assert!(uas >= las && las >= full && full > 95.0, "{uas:.1} {las:.1} {full:.1}");
}

#[test]
fn heads_are_indexes_into_all_tokens() {
    let words = [
        ("Rain", Pos::Noun, Tag::Nn),
        ("fell", Pos::Verb, Tag::Vbd),
        (".", Pos::Punctuation, Tag::Stop),
        ("He", Pos::Pronoun, Tag::Prp),
        ("said", Pos::Verb, Tag::Vbd),
        ("the", Pos::Determiner, Tag::Dt),
        ("bridge", Pos::Noun, Tag::Nn),
        ("was", Pos::Auxiliary, Tag::Vbd),
        ("safe", Pos::Adjective, Tag::Jj),
        (".", Pos::Punctuation, Tag::Stop),
    ];
    let words = words.map(|(word, pos, tag)| (word.to_owned(), pos, tag));
    let (text, mut tokens, places) = tokens(&words, &[3, 7]);
    Parser::new(&toy()).unwrap().parse(&text, &mut tokens, &places, &mut Scratch::default());
    let heads: Vec<u32> = tokens.iter().map(|token| token.head).collect();
    assert_eq!(heads, [1, 1, 1, 4, 4, 6, 8, 8, 4, 4]);
    assert_eq!(tokens[4].relation, Relation::Root);
    assert_eq!(tokens[8].relation, Relation::Ccomp);
}

#[test]
fn a_sentence_without_end_takes_its_time_and_no_more() {
    let parser = Parser::new(&toy()).unwrap();
    let seconds = |count: usize, word: &str, pos, tag| {
        let words = vec![(word.to_owned(), pos, tag); count];
        let (text, mut tokens, places) = tokens(&words, &[]);
        let began = worked();
        parser.parse(&text, &mut tokens, &places, &mut Scratch::default());
        let took = (worked() - began).as_secs_f64();
        check(&tokens, &places);
        took
    };
    for (word, pos, tag) in
        [("mayor", Pos::Noun, Tag::Nn), (",", Pos::Punctuation, Tag::Comma), ("a", Pos::Verb, Tag::Vb)]
    {
        let (short, long) = (seconds(5_000, word, pos, tag), seconds(40_000, word, pos, tag));
        assert!(long < 30.0 * short + 0.5, "5,000 in {short:.3} s, but 40,000 in {long:.3} s");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_sentence_is_a_tree(
        words in prop::collection::vec(("[a-zA-Z0-9ß“,.]{0,4}|the|said|,", 0..Pos::ALL.len(), 0..Tag::ALL.len()), 0..400),
        lengths in prop::collection::vec(0usize..160, 0..6),
    ) {
        thread_local!(static PARSER: Parser = Parser::new(&toy()).unwrap());
        let words: Vec<_> = words.into_iter().map(|(word, pos, tag)| (word, Pos::ALL[pos], Tag::ALL[tag])).collect();
        let (text, mut tokens, places) = tokens(&words, &lengths);
        PARSER.with(|parser| parser.parse(&text, &mut tokens, &places, &mut Scratch::default()));
        check(&tokens, &places);
    }
}

#[test]
fn broken_trees_are_refused() {
    let mut broken = trees();
    broken[0].words[2].head = 1;
    let told = train(&broken, Vec::new(), &Settings::default()).unwrap_err().to_string();
    assert!(told.contains("no tree: The mayor spoke ."), "{told}");
    broken[0].words[0].relation = "subject".into();
    assert!(train(&broken, Vec::new(), &Settings::default()).unwrap_err().to_string().contains("“subject”"));
    assert!(train(&[], Vec::new(), &Settings::default()).is_err());
}
