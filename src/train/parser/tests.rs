use proptest::prelude::*;

use super::gold::make_projective;
use super::*;
use crate::analysis::{Sentence as Place, Token};
use crate::clock::worked;
use crate::model::bundled;
use crate::span::Span;
use crate::tag::parser::Scratch;
use crate::tag::parser::system::{MOVES as STEPS, State};
use crate::train::conllu;

const TREES: &str = include_str!("../../../tests/data/trees.conllu");

fn known() -> Model {
    bundled::load(classes::NAME, None).unwrap()
}

fn trees() -> Vec<Sentence> {
    conllu::read("trees.conllu", TREES).unwrap()
}

/// A model that has the trees by heart.
fn toy() -> Model {
    let settings = Settings { rounds: 20, arc_rounds: 8, least_move: 1, least_arc: 1, ..Settings::default() };
    train(&trees(), &known(), &settings).unwrap()
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
        words in prop::collection::vec(("[a-zA-Z0-9ß“,.]{0,4}|the|said|,", 0..Pos::ALL.len(), 0..Tag::ALL.len()), 0..90),
        lengths in prop::collection::vec(0usize..30, 0..6),
    ) {
        thread_local!(static PARSER: Parser = Parser::new(&toy()).unwrap());
        let words: Vec<_> = words.into_iter().map(|(word, pos, tag)| (word, Pos::ALL[pos], Tag::ALL[tag])).collect();
        let (text, mut tokens, places) = tokens(&words, &lengths);
        PARSER.with(|parser| parser.parse(&text, &mut tokens, &places, &mut Scratch::default()));
        check(&tokens, &places);
    }
}

#[test]
fn the_right_steps_make_the_tree_and_lose_nothing() {
    for sentence in trees() {
        let gold = Gold::of(&sentence).unwrap();
        let mut state = State::default();
        state.begin(sentence.words.len() as u32);
        while !state.is_done() {
            let step = gold.step(&state);
            assert!(state.allows(step) && gold.cost(&state, step) == 0);
            state.apply(step, 1);
        }
        let heads: Vec<u32> = state.tree.iter().map(|(head, _)| *head).collect();
        assert_eq!(heads, gold.heads);
    }
}

#[test]
fn the_cost_of_a_step_is_what_it_loses() {
    // Every way through a short sentence: the arcs it ends without are the costs it met.
    fn walk(state: &State, gold: &Gold, cost: u32, ways: &mut u32) {
        if state.is_done() {
            let wrong = state.tree.iter().zip(&gold.heads).filter(|((found, _), right)| found != *right).count();
            assert_eq!(wrong as u32, cost);
            *ways += 1;
            return;
        }
        for step in STEPS.into_iter().filter(|step| state.allows(*step)) {
            let mut after = state.clone();
            after.apply(step, 1);
            walk(&after, gold, cost + gold.cost(state, step), ways);
        }
    }
    for sentence in trees().iter().filter(|sentence| sentence.words.len() <= 7) {
        let (mut state, mut ways) = (State::default(), 0);
        state.begin(sentence.words.len() as u32);
        walk(&state, &Gold::of(sentence).unwrap(), 0, &mut ways);
        assert!(ways > 1);
    }
}

#[test]
fn crossing_arcs_are_lifted() {
    // "A letter came today that angered her": the clause hangs on "letter", across "came"; lifted, it hangs on "came".
    let mut heads = vec![0, 2, 3, 0, 3, 6, 2, 6];
    make_projective(&mut heads);
    assert_eq!(heads, [0, 2, 3, 0, 3, 6, 3, 6]);
    make_projective(&mut heads);
    assert_eq!(heads, [0, 2, 3, 0, 3, 6, 3, 6]);
}

#[test]
fn broken_trees_are_refused() {
    let mut broken = trees();
    broken[0].words[2].head = 1;
    let told = train(&broken, &known(), &Settings::default()).unwrap_err().to_string();
    assert!(told.contains("no tree: The mayor spoke ."), "{told}");
    broken[0].words[0].relation = "subject".into();
    assert!(train(&broken, &known(), &Settings::default()).unwrap_err().to_string().contains("“subject”"));
    assert!(train(&[], &known(), &Settings::default()).is_err());
}
