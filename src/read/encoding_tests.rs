use super::*;

fn text_of(bytes: &[u8]) -> Decoded {
    decode(bytes.to_vec()).unwrap()
}

const PROSE: &str = "“We can't promise a reopening date,” Mayor Elena Ochoa said – “not yet.” ";

#[test]
fn utf8_stays_as_it_is() {
    let odd = "a\r\nb\rc\n\u{200b}\u{202e}e\u{301}\0\u{1b}[1m\u{7}.";
    assert_eq!(text_of(odd.as_bytes()), Decoded { text: odd.into(), encoding: "UTF-8", replaced: 0 });
    let marks = format!("e{}", "\u{301}".repeat(100_000));
    assert_eq!(text_of(marks.as_bytes()).text, marks);
}

#[test]
fn windows_code_pages_keep_their_quotation_marks() {
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(PROSE);
    assert!(!lost);
    assert_eq!(text_of(&bytes), Decoded { text: PROSE.into(), encoding: "windows-1252", replaced: 0 });
    assert_eq!(text_of(b"She waited outside the caf\xe9").text, "She waited outside the café");
    let russian = "Мэр отказался отвечать на вопросы журналистов и ушёл.";
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(russian);
    assert_eq!(text_of(&bytes).text, russian);
}

#[test]
fn a_single_character_of_an_old_code_page() {
    let start = "The council met on Monday evening and voted after a long debate. ";
    for sentence in
        ["It can’t wait.", "“Not yet.”", "It cost £40.", "He paid €40.", "Monday–Friday", "Wait… no", "Zürich"]
    {
        let text = format!("{start}{sentence} {start}");
        let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(&text);
        assert!(!lost);
        assert_eq!(text_of(&bytes).text, text);
    }
}

#[test]
fn east_asian_code_pages() {
    let japanese = "市長は記者の質問に答えず、会場を後にした。";
    for encoding in [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, ISO_2022_JP] {
        let (bytes, ..) = encoding.encode(japanese);
        assert_eq!(text_of(&bytes).text, japanese, "{}", encoding.name());
    }
    let chinese = "市长拒绝回答记者的问题，随后离开了会场。";
    assert_eq!(text_of(&encoding_rs::GBK.encode(chinese).0).text, chinese);
}

#[test]
fn utf16_in_all_its_forms() {
    for (order, name) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")] {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{PROSE}");
            let bytes: Vec<u8> = text.encode_utf16().flat_map(order).collect();
            assert_eq!(text_of(&bytes), Decoded { text, encoding: name, replaced: 0 });
        }
    }
}

#[test]
fn a_few_wrong_bytes_are_replaced_and_counted() {
    let mut bytes = PROSE.repeat(3).into_bytes();
    bytes.splice(10..10, *b"\xff\xfe\xc0");
    let found = text_of(&bytes);
    assert_eq!((found.encoding, found.replaced), ("UTF-8", 3));
    assert_eq!(found.text.replace('\u{fffd}', ""), PROSE.repeat(3));

    let cut = text_of(&PROSE.as_bytes()[..1 + PROSE.rfind('”').unwrap()]);
    assert_eq!((cut.encoding, cut.replaced), ("UTF-8", 1));
}

#[test]
fn a_mark_binds_even_where_most_is_wrong() {
    let mut bytes = b"\xef\xbb\xbfabc".to_vec();
    bytes.extend([0xff; 20]);
    assert!(decode(bytes).unwrap_err().contains("83 %"));
}

#[test]
fn nuls_are_kept_in_text() {
    assert_eq!(text_of("The vote\0 was close.\0\0".as_bytes()).text, "The vote\0 was close.\0\0");
    let mut bytes = b"The vote was close in the caf\xe9.".to_vec();
    bytes.extend([0; 9]);
    assert_eq!(text_of(&bytes).text, "The vote was close in the café.\0\0\0\0\0\0\0\0\0");
}

/// Bytes without pattern, the same each time.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..count).map(next).collect()
}

#[test]
fn what_is_no_text_is_told() {
    assert!(decode(noise(4096)).is_err());
    assert!(decode([b"\xff\xfe".to_vec(), noise(4096)].concat()).is_err());
    assert!(decode([b"\x89PNG\r\n\x1a\n".to_vec(), noise(100)].concat()).unwrap_err().contains("PNG"));
    assert!(decode(vec![1, 2, 3, 4, 5]).is_err());
    let integers: Vec<u8> = (0..2000u32).flat_map(|n| (n * 7).to_le_bytes()).collect();
    assert!(decode(integers).is_err());
    let samples: Vec<u8> = (0..4000).flat_map(|n| ((f64::from(n) / 9.0).sin() * 9000.0).to_le_bytes()).collect();
    assert!(decode(samples).is_err());
}

#[test]
fn any_bytes_are_answered_without_a_panic() {
    for length in 0..300 {
        let _ = decode(noise(length));
        let _ = decode([0xff, 0xfe, 0, 0].into_iter().cycle().take(length).collect());
        let _ = decode([0, 0, 0xfe, 0xff].into_iter().chain(noise(length)).collect());
    }
}

proptest::proptest! {
    #[test]
    fn text_without_controls_is_never_touched(text in "[\\PC\r\n\t]{0,200}") {
        proptest::prop_assert_eq!(decode(text.clone().into_bytes()).unwrap().text, text);
    }

    #[test]
    fn any_bytes_give_text_or_a_reason(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        match decode(bytes) {
            Ok(found) => proptest::prop_assert!(found.replaced * 10 <= found.text.chars().count() as u64),
            Err(why) => proptest::prop_assert!(!why.is_empty()),
        }
    }
}

/// Prints how long a large text of each kind takes: `cargo test --lib decoding_speed -- --ignored --nocapture`.
#[test]
#[ignore = "prints figures"]
fn decoding_speed() {
    let ascii = "The council met on Monday. ".repeat(800_000).into_bytes();
    let curly = PROSE.repeat(240_000).into_bytes();
    let legacy = encoding_rs::WINDOWS_1252.encode(&PROSE.repeat(240_000)).0.into_owned();
    let wide: Vec<u8> = PROSE.repeat(120_000).encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("ascii", ascii), ("utf-8", curly), ("windows-1252", legacy), ("utf-16", wide)] {
        let (size, start) = (bytes.len(), std::time::Instant::now());
        let found = decode(bytes).unwrap();
        println!("{name}: {size} bytes as {} in {:?}", found.encoding, start.elapsed());
        assert_eq!(found.replaced, 0);
    }
}
