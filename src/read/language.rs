//! In which language an article is written.
//!
//! whatlang tells it by the script and by runs of three letters. What it is sure of counts before what the source states:
//! pages say `lang="en"` whatever they hold. A few words in a Latin script tell nothing; then the source is believed, and
//! English assumed where it says nothing.

use whatlang::{Lang, Script};

use crate::article::Article;

/// The language the models know.
pub const ENGLISH: &str = "en";

/// So much of a text is looked at, in bytes; more does not make it surer.
const SAMPLE: usize = 1 << 10;

/// Below so many letters in a Latin script nothing is told.
const LEAST: usize = 120;

/// Settles the article's language. It then has one.
pub fn settle(article: &mut Article) {
    let stated = article.meta.language.take().filter(|tag| is_tag(tag)).map(|tag| as_written(&tag));
    let language = match (detect(&article.text), stated) {
        // The source knows of which country its English is.
        (Some(told), Some(stated)) if is(&stated, told) => stated,
        (Some(told), _) => told.to_owned(),
        (None, Some(stated)) => stated,
        (None, None) => ENGLISH.to_owned(),
    };
    article.meta.language = Some(language);
}

/// Whether the language of `tag` is the one that `wanted` names, whatever the country: `en-GB` is `en`.
pub fn is(tag: &str, wanted: &str) -> bool {
    let first = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    first(tag) == first(wanted)
}

/// Letters and digits in parts, as BCP 47 has it. Anything else that a source states is no language.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    first
        && tag.len() <= 35
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// As BCP 47 recommends: `en-GB`, `zh-Hant-TW`.
fn as_written(tag: &str) -> String {
    let part = |(at, part): (usize, &str)| match part.len() {
        _ if at == 0 => part.to_ascii_lowercase(),
        2 => part.to_ascii_uppercase(),
        4 => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_ascii_lowercase(),
    };
    tag.split('-').enumerate().map(part).collect::<Vec<_>>().join("-")
}

/// The language of `text` if it is sure.
fn detect(text: &str) -> Option<&'static str> {
    // The middle of the beginning: not the first line, which may be a name or a date.
    let start = (text.len() / 10).min(512);
    let end = (start + SAMPLE).min(text.len());
    let boundary = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let sample = &text[boundary(start)..boundary(end)];
    let told = whatlang::detect(sample).filter(|told| told.is_reliable())?;
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if told.script() == Script::Latin && letters < LEAST || letters < 8 {
        return None;
    }
    CODES.iter().find(|(lang, _)| *lang == told.lang()).map(|(_, code)| *code)
}

/// The shortest code of each language in ISO 639, as BCP 47 wants it.
const CODES: &[(Lang, &str)] = &[
    (Lang::Afr, "af"),
    (Lang::Aka, "ak"),
    (Lang::Amh, "am"),
    (Lang::Ara, "ar"),
    (Lang::Aze, "az"),
    (Lang::Bel, "be"),
    (Lang::Ben, "bn"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Cym, "cy"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Epo, "eo"),
    (Lang::Est, "et"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Guj, "gu"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Hye, "hy"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jav, "jv"),
    (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"),
    (Lang::Kat, "ka"),
    (Lang::Khm, "km"),
    (Lang::Kor, "ko"),
    (Lang::Lat, "la"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Mal, "ml"),
    (Lang::Mar, "mr"),
    (Lang::Mkd, "mk"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "nb"),
    (Lang::Ori, "or"),
    (Lang::Pan, "pa"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Sin, "si"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Sna, "sn"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tgl, "tl"),
    (Lang::Tha, "th"),
    (Lang::Tuk, "tk"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Urd, "ur"),
    (Lang::Uzb, "uz"),
    (Lang::Vie, "vi"),
    (Lang::Yid, "yi"),
    (Lang::Zul, "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(text: &str, stated: Option<&str>) -> String {
        let mut article = Article::from_text("a", text);
        article.meta.language = stated.map(str::to_owned);
        settle(&mut article);
        article.meta.language.unwrap()
    }

    const GERMAN: &str = "Die Brücke wird am Freitag für Reparaturen gesperrt, sagte der Bürgermeister. „Wir haben lange \
                          gewartet, aber nun ist das Geld da“, fügte er hinzu. Die Arbeiten sollen bis zum Herbst dauern.";

    #[test]
    fn what_is_sure_counts_before_what_is_stated() {
        assert_eq!(settled(GERMAN, None), "de");
        assert_eq!(settled(GERMAN, Some("en-US")), "de");
        assert_eq!(settled(GERMAN, Some("DE-at")), "de-AT");
        assert_eq!(settled("市长拒绝回答记者的问题。他随后离开了会场。", None), "zh");
    }

    #[test]
    fn a_few_words_tell_nothing() {
        assert_eq!(settled("Die Brücke ist zu.", None), "en");
        assert_eq!(settled("Die Brücke ist zu.", Some("de")), "de");
        assert_eq!(settled("", Some("not a tag; really")), "en");
        assert!(is("en-GB", "en") && is("EN", "en-US") && !is("de", "en"));
    }

    #[test]
    fn each_language_has_a_code() {
        assert!(Lang::all().iter().all(|lang| CODES.iter().any(|(known, _)| known == lang)));
    }
}
