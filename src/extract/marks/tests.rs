use super::*;
use crate::analysis::Role;

/// Quotations of `text`, one paragraph a line, as `words` with their depth shown by leading `>`.
fn marked(text: &str) -> Vec<String> {
    let mut start = 0;
    let paragraphs: Vec<Paragraph> = text
        .split_inclusive('\n')
        .map(|line| {
            let span = Span::new(start, start + line.len()).trim(text);
            start += line.len();
            Paragraph { span, role: Role::Body, sentences: 0..0 }
        })
        .collect();
    let found = find(text, &paragraphs);
    found
        .iter()
        .map(|q| {
            let mut depth = String::new();
            let mut parent = q.parent;
            while let Some(up) = parent {
                depth.push('>');
                parent = found[up as usize].parent;
            }
            let (open, chain) = (if q.closed { "" } else { " …open" }, if q.continues.is_some() { "+" } else { "" });
            format!("{chain}{depth}{}{open}", q.inner.of(text))
        })
        .collect()
}

#[test]
fn pairs_of_every_kind() {
    assert_eq!(marked("\"Yes,\" she said. \"No.\""), ["Yes,", "No."]);
    assert_eq!(marked("“Yes,” she said. “No.”"), ["Yes,", "No."]);
    assert_eq!(marked("'Yes,' she said. 'No.'"), ["Yes,", "No."]);
    assert_eq!(marked("‘Yes,’ she said. ‘No.’"), ["Yes,", "No."]);
    assert_eq!(marked("«Oui», dit-elle. »Nein«, sagte er."), ["Oui", "Nein"]);
    assert_eq!(marked("„Nein“, sagte er. „Doch.“"), ["Nein", "Doch."]);
    assert_eq!(marked("「好的」她說,「不」。"), ["好的", "不"]);
    assert_eq!(marked("''Yes,'' she said. ``No,'' he said."), ["Yes,", "No,"]);
}

#[test]
fn apostrophes_are_no_marks() {
    assert!(marked("Don't say it's the boys' fault; O'Brien's dogs' bowls weren't there in the '90s.").is_empty());
    assert!(marked("Don’t say it’s the boys’ fault; tell ‘em ’til they’re gone, rock ’n’ roll.").is_empty());
    assert_eq!(marked("'It's the boys' fault,' he said, 'isn't it?'"), ["It's the boys' fault,", "isn't it?"]);
    assert!(marked("He is 6'2\" tall and the board is 12\" wide.").is_empty());
}

#[test]
fn quotations_nest() {
    assert_eq!(
        marked("“She told me ‘go home,’ so I did,” he said."),
        ["She told me ‘go home,’ so I did,", ">go home,"]
    );
    assert_eq!(
        marked("\"She told me 'go home,' so I did,\" he said."),
        ["She told me 'go home,' so I did,", ">go home,"]
    );
    assert_eq!(marked("‘She said “go” and I went,’ he said."), ["She said “go” and I went,", ">go"]);
    assert_eq!(marked("“‘Go home,’ she told me,” he said."), ["‘Go home,’ she told me,", ">Go home,"]);
    assert_eq!(marked("“We read “The Lake” twice,” he said."), ["We read “The Lake” twice,", ">The Lake"]);
}

#[test]
fn paragraphs_take_up_an_open_quotation() {
    let found = marked("“First things first,” she said. “We wait.\n“Then we go.\n“Then we rest.”\n“Fine,” he said.");
    assert_eq!(found, ["First things first,", "We wait. …open", "+Then we go. …open", "+Then we rest.", "Fine,"]);
    let found = marked("\"We wait.\n\"Then we go.\"\nHe left.");
    assert_eq!(found, ["We wait. …open", "+Then we go."]);
    let found = marked("“We wait.\nThen we go,” she said. He left.");
    assert_eq!(found, ["We wait. …open", "+Then we go,"]);
}

#[test]
fn a_lost_mark_spoils_only_its_paragraph() {
    assert_eq!(
        marked("“Nobody closed this.\nHe left. “All well,” she said.\n"),
        ["Nobody closed this. …open", "All well,"]
    );
    assert_eq!(marked("No opener here,” he said.\n\"All well,\" she said."), ["All well,"]);
    assert_eq!(marked("\"One,\" he said. \"Two.\n\nShe left.\n\n\"Three,\" she said.")[2..], ["Three,"]);
    assert_eq!(marked("\"One,\" he said. Two.\" Then he left for the \"Old Mill\" inn."), ["One,", "Old Mill"]);
}

#[test]
fn a_lost_closing_mark_leaves_the_report_outside() {
    assert_eq!(marked("“The pipe burst at nine, Anton Dreyer said.\nHe left.")[0], "The pipe burst at nine, …open");
    assert_eq!(marked("\"Why now? she asked the board, and nobody knew.\nHe left.")[0], "Why now? …open");
    assert_eq!(marked("“Is it, said Holm.\n“No.”"), ["Is it, …open", "No."]);
}

#[test]
fn wrong_way_round_marks_are_understood() {
    assert_eq!(marked("“Yes,“ she said. ”No.”"), ["Yes,", "No."]);
    assert_eq!(marked("It was \" a bad idea \" he said."), [" a bad idea "]);
}

#[test]
fn any_number_of_marks_takes_bounded_memory() {
    for mark in ["\"", "'", "“", "”", "‘", "’", "«", "「", "` ", "\" ", "' "] {
        let text = mark.repeat(20_000);
        marked(&text);
    }
}

#[test]
fn other_languages_have_other_marks() {
    for (text, words) in [
        ("„Wir warten“, sagte sie. „Noch immer.“", ["Wir warten", "Noch immer."]),
        ("»Wir warten«, sagte sie. »Noch immer.«", ["Wir warten", "Noch immer."]),
        ("« Nous attendons », dit-elle. « Encore. »", [" Nous attendons ", " Encore. "]),
        ("„Czekamy” – powiedziała. „Wciąż.”", ["Czekamy", "Wciąż."]),
        ("”Vi väntar”, sade hon. ”Ännu.”", ["Vi väntar", "Ännu."]),
        ("«Esperamos», dijo. “Todavía.”", ["Esperamos", "Todavía."]),
        ("《日报》记者问。她说：“我们还在等。”他说：“再等等。”", ["我们还在等。", "再等等。"]),
        ("「待っています」と彼女は言った。「まだです。」", ["待っています", "まだです。"]),
    ] {
        assert_eq!(marked(text), words, "{text}");
    }
}
