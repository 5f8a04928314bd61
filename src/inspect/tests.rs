use super::*;
use crate::analysis::*;
use crate::article::{ArticleId, Meta};
use crate::span::Span;

const TEXT: &str = "Ferry stays, harbour town decides\n\n“We will not let it go,” said Mayor Ann Okafor. “Not this \
                    year.”\n\nShe denied that the boat was sold.\n";

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn article(text: &str) -> Article {
    Article { source_uri: "input/ferry.txt".to_owned(), ..Article::from_text("ferry", text) }
}

/// What a reader of the little story would find in it.
fn found() -> Analysis {
    let paragraph = |words: &str, role| Paragraph {
        span: Span::new(span(words).start as usize, TEXT.len()),
        role,
        sentences: 0..0,
    };
    let mut paragraphs =
        vec![paragraph("Ferry", Role::Headline), paragraph("“We", Role::Body), paragraph("She", Role::Body)];
    for number in 0..paragraphs.len() {
        let end = paragraphs.get(number + 1).map_or(TEXT.len(), |next| next.span.start as usize);
        paragraphs[number].span = Span::new(paragraphs[number].span.start as usize, end).trim(TEXT);
    }
    let mention = |words, kind| Mention {
        span: span(words),
        kind,
        entity_type: EntityType::Person,
        sentence: 0,
        entity: Some(0),
        confidence: 1.0,
    };
    let quote = |kind, spans, cue: &str, lemma: &str, source: &str| Quote {
        kind,
        spans,
        sentence: 0,
        cue: Some(Cue { span: span(cue), lemma: lemma.to_owned() }),
        source_span: Some(span(source)),
        source: Some(0),
        speaker: Some(0),
        attribution: Attribution::Cue,
        polarity: Polarity::Asserted,
        in_teaser: false,
        parent: None,
        confidence: 0.93,
    };
    let direct = vec![span("“We will not let it go,”"), span("“Not this year.”")];
    let mut denied = quote(QuoteKind::Indirect, vec![span("that the boat was sold")], "denied", "deny", "She");
    (denied.attribution, denied.polarity, denied.confidence) = (Attribution::Coreference, Polarity::Denied, 0.5);
    Analysis {
        paragraphs,
        mentions: vec![mention("Ann Okafor", MentionKind::Name), mention("She", MentionKind::Pronoun)],
        entities: vec![Entity { entity_type: EntityType::Person, name: span("Ann Okafor"), aliases: Vec::new() }],
        quotes: vec![quote(QuoteKind::Direct, direct, "said", "say", "Mayor Ann Okafor"), denied],
        sources: vec![Source {
            kind: SourceKind::Person,
            name: Some(span("Ann Okafor")),
            naming: Naming::Named,
            title: Some(span("Mayor")),
            affiliation: None,
            description: span("Mayor Ann Okafor"),
            entity: Some(0),
            first_start: span("Mayor").start,
            in_teaser: false,
        }],
        stated: Stated { title: Some(span("Ferry stays, harbour town decides")), ..Stated::default() },
        ..Analysis::default()
    }
}

#[test]
fn plain_text_says_all() {
    let page = text(&article(TEXT), &found(), Look { colour: false, width: 72 });
    let expected = "\
Ferry stays, harbour town decides
input/ferry.txt · text · 4ad5d9ae9d1d1b58cbd4fca6c3c8a8b6
3 paragraphs · 0 sentences · 0 tokens · 2 quotes · 1 source · 1 entity
⟦¹ quote⟧ ⟨cue⟩ {source} _name_₁

   0 headline     Ferry stays, harbour town decides

   1 body         ⟦¹ “We will not let it go,”⟧ ⟨said⟩ {Mayor _Ann
                  Okafor_₁}. ⟦¹ “Not this year.”⟧
                ¹ direct · Mayor Ann Okafor · cue said (say) · 0.93

   2 body         {_She_₁} ⟨denied⟩ ⟦² that the boat was sold⟧.
                ² indirect · She = Ann Okafor (Mayor) · cue denied
                    (deny) · coreference · denied · 0.50

sources
  Ann Okafor · named · person · Mayor · 2 quotes

entities
   ₁ Ann Okafor · person · 2 mentions
";
    let expected = expected.replace("4ad5d9ae9d1d1b58cbd4fca6c3c8a8b6", &ArticleId::of("ferry").to_string());
    assert_eq!(page, expected, "\n{page}");
}

#[test]
fn a_date_without_a_time_is_a_date() {
    let head = |micros| {
        let meta = Meta { published_at: Some(micros), ..Meta::default() };
        text(&Article { meta, ..article(TEXT) }, &found(), Look { colour: false, width: 100 })
    };
    assert!(head(1_736_899_200_000_000).contains("\n2025-01-15\n"));
    assert!(head(1_736_899_260_000_000).contains("\n2025-01-15T00:01:00Z\n"));
}

#[test]
fn colours_say_the_same_words() {
    let page = text(&article(TEXT), &found(), Look { colour: true, width: 200 });
    assert!(page.contains("\x1b[32m“We will not let it go,”\x1b[0m"), "{page:?}");
    let plain = anstream::adapter::strip_str(&page).to_string();
    assert!(plain.contains("¹“We will not let it go,” said Mayor Ann Okafor₁. ¹“Not this year.”\n"), "{plain}");
    assert!(!plain.contains(['⟦', '⟨', '{', '_', '\x1b']), "{plain}");
}

#[test]
fn lines_fit_the_page_and_keep_every_word() {
    let long = format!("{} {}\u{1b}[31m end", "word ".repeat(500), "x".repeat(900));
    let whole = Paragraph { span: Span::new(0, long.len()), role: Role::Body, sentences: 0..0 };
    let found = Analysis { paragraphs: vec![whole], ..Analysis::default() };
    let page = text(&article(&long), &found, Look { colour: false, width: 60 });
    assert!(page.lines().skip(4).all(|line| line.chars().count() <= 60), "{page}");
    assert_eq!(page.matches("word").count(), 500);
    assert_eq!(page.matches('x').count() - page.lines().take(4).collect::<String>().matches('x').count(), 900);
    assert!(!page.contains('\x1b') && page.contains("␛[31m end"), "escape sequences must not reach the terminal");
}

#[test]
fn crossing_marks_do_no_harm() {
    let mut crossing = found();
    crossing.mentions.push(Mention {
        span: Span::new(span("go,”").start as usize, span("Mayor").end as usize),
        ..crossing.mentions[0].clone()
    });
    for colour in [false, true] {
        let page = text(&article(TEXT), &crossing, Look { colour, width: 100 });
        assert!(anstream::adapter::strip_str(&page).to_string().contains("boat was sold"), "{page}");
    }
}
