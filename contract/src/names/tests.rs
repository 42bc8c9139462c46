//! The rule by example, and what holds for every text.

use std::{collections::HashSet, iter};

use heck::{ToPascalCase, ToSnakeCase};
use unicode_normalization::UnicodeNormalization;

use super::{Case, Scope, inside, is_identifier, is_keyword, member_label, name};

/// Names of the contract, each in snake case and in Pascal case.
const NAMES: &[(&str, &str, &str)] = &[
    // Words.
    ("created_at", "created_at", "CreatedAt"),
    ("createdAt", "created_at", "CreatedAt"),
    ("CREATED_AT", "created_at", "CreatedAt"),
    ("message.received", "message_received", "MessageReceived"),
    ("message-received", "message_received", "MessageReceived"),
    ("message received", "message_received", "MessageReceived"),
    ("message:received", "message_received", "MessageReceived"),
    ("application/json", "application_json", "ApplicationJson"),
    (
        "text/vnd.api+json",
        "text_vnd_api_plus_json",
        "TextVndApiPlusJson",
    ),
    ("a - b", "a_b", "AB"),
    ("a__b", "a_b", "AB"),
    ("filter[name]", "filter_name", "FilterName"),
    ("ids[]", "ids", "Ids"),
    ("{id}", "id", "Id"),
    ("don't_know", "dont_know", "DontKnow"),
    // Capitals.
    ("apiId", "api_id", "ApiId"),
    ("URL", "url", "Url"),
    ("HTTPServer", "http_server", "HttpServer"),
    ("OAuth2Token", "o_auth2_token", "OAuth2Token"),
    ("sha256Hash", "sha256_hash", "Sha256Hash"),
    ("X-Request-Id", "x_request_id", "XRequestId"),
    // Descending orders.
    ("-created_at", "created_at_desc", "CreatedAtDesc"),
    ("-createdAt", "created_at_desc", "CreatedAtDesc"),
    ("-_id", "id_desc", "IdDesc"),
    ("--x", "minus_minus_x", "MinusMinusX"),
    // Signs.
    ("<", "less_than", "LessThan"),
    (">=", "greater_than_equals", "GreaterThanEquals"),
    ("!=", "not_equals", "NotEquals"),
    ("@type", "at_type", "AtType"),
    ("$ref", "dollar_ref", "DollarRef"),
    ("+1", "plus1", "Plus1"),
    ("-1", "minus1", "Minus1"),
    ("-0.5", "minus0_5", "Minus0_5"),
    ("A+", "a_plus", "APlus"),
    ("A-", "a_minus", "AMinus"),
    ("C#", "c_hash", "CHash"),
    ("R&D", "r_and_d", "RAndD"),
    ("50%", "n50_percent", "N50Percent"),
    ("name,asc", "name_comma_asc", "NameCommaAsc"),
    ("a, b", "a_comma_b", "ACommaB"),
    ("*/*", "star_slash_star", "StarSlashStar"),
    (".hidden", "dot_hidden", "DotHidden"),
    ("/users/{id}", "slash_users_id", "SlashUsersId"),
    ("€", "u20ac", "U20ac"),
    ("5€", "n5_u20ac", "N5U20ac"),
    ("🙂", "u1f642", "U1f642"),
    ("\u{7}", "u0007", "U0007"),
    // Dropped, unless nothing else is there.
    ("_id", "id", "Id"),
    ("__typename", "typename", "Typename"),
    ("type_", "type_", "Type"),
    (" padded ", "padded", "Padded"),
    ("_", "underscore", "Underscore"),
    (" ", "space", "Space"),
    ("\t", "u0009", "U0009"),
    (
        "[]",
        "open_bracket_close_bracket",
        "OpenBracketCloseBracket",
    ),
    ("'", "apostrophe", "Apostrophe"),
    ("-", "minus", "Minus"),
    ("", "empty", "Empty"),
    // Digits.
    ("2fa_enabled", "n2fa_enabled", "N2faEnabled"),
    ("100", "n100", "N100"),
    ("1.0", "n1_0", "N1_0"),
    ("1-2", "n1_2", "N1_2"),
    ("v1.2", "v1_2", "V1_2"),
    ("_1", "n1", "N1"),
    ("٣", "n٣", "N٣"),
    // Keywords.
    ("type", "type_", "Type"),
    ("gen", "gen_", "Gen"),
    ("self", "self_", "Self_"),
    ("Self", "self_", "Self_"),
    ("crate", "crate_", "Crate"),
    ("super", "super_", "Super"),
    ("err", "err", "Err"),
    // Other scripts.
    ("größe", "größe", "Größe"),
    ("Ärger", "ärger", "Ärger"),
    ("straßenName", "straßen_name", "StraßenName"),
    ("ßa", "ßa", "Ssa"),
    ("ДатаРождения", "дата_рождения", "ДатаРождения"),
    ("हिन्दी", "हिन्दी", "हिन्दी"),
    ("你好-世界", "你好_世界", "你好世界"),
    ("cafe\u{301}", "caf\u{e9}", "Caf\u{e9}"),
    ("\u{301}a", "u0301_a", "U0301A"),
    ("m²", "m2", "M2"),
    ("ﬁeld", "field", "Field"),
    ("𝐀", "a", "A"),
    ("a‿b", "a_u203f_b", "AU203fB"),
];

#[test]
fn names_are_formed_by_the_rule() {
    for (wire, snake, pascal) in NAMES {
        assert_eq!(name(wire, Case::Snake), *snake, "{wire:?}");
        assert_eq!(name(wire, Case::Pascal), *pascal, "{wire:?}");
    }
    assert_eq!(
        name("kirim.get_customer", Case::Constant),
        "KIRIM_GET_CUSTOMER"
    );
    assert_eq!(name("2fa", Case::Constant), "N2FA");
}

#[test]
fn every_sign_of_ascii_is_spelt_in_a_word_of_its_own() {
    let signs: Vec<char> = (' '..='~').filter(|c| !c.is_alphanumeric()).collect();
    let spelt: HashSet<String> = signs
        .iter()
        .map(|sign| name(&sign.to_string(), Case::Pascal))
        .collect();
    assert_eq!(spelt.len(), signs.len());
    for spelling in spelt {
        assert!(
            spelling.chars().all(|c| c.is_ascii_alphabetic()),
            "{spelling}"
        );
    }
}

#[test]
fn keywords_are_those_that_syn_knows_and_gen() {
    for (_, snake, pascal) in NAMES {
        for word in [snake, pascal] {
            let refused = syn::parse_str::<syn::Ident>(word).is_err();
            assert_eq!(refused, is_keyword(word) && *word != "gen", "{word}");
        }
    }
    for word in [
        "Self", "self", "crate", "super", "gen", "yield", "abstract", "async",
    ] {
        assert!(is_keyword(word) && !is_identifier(word), "{word}");
    }
    for word in ["union", "default", "r#type", "_", "", "1a", "a-b"] {
        assert!(!is_keyword(word), "{word}");
    }
}

#[track_caller]
fn check_scope(case: Case, reserved: &[&str], names: &[(&str, &str)]) {
    let wire = names.iter().map(|(wire, _)| (*wire, None));
    let expected: Vec<&str> = names.iter().map(|(_, rust)| *rust).collect();
    assert_eq!(Scope::new(case, reserved).name_all(wire), expected);
}

#[test]
fn what_collides_gets_a_number_in_order() {
    check_scope(
        Case::Snake,
        &[],
        &[("a-b", "a_b"), ("a.b", "a_b2"), ("aB", "a_b3")],
    );
    check_scope(
        Case::Pascal,
        &[],
        &[("ASC", "Asc"), ("asc", "Asc2"), ("_asc", "Asc3")],
    );
    check_scope(
        Case::Snake,
        &[],
        &[("line1", "line1"), ("Line1", "line1_2")],
    );
    check_scope(
        Case::Pascal,
        &[],
        &[
            ("created_at", "CreatedAt"),
            ("-created_at", "CreatedAtDesc"),
        ],
    );
    check_scope(Case::Snake, &[], &[("+1", "plus1"), ("-1", "minus1")]);
    // The same parameter name in two locations.
    check_scope(Case::Snake, &[], &[("id", "id"), ("id", "id2")]);
    // rustc takes both for one identifier.
    check_scope(
        Case::Pascal,
        &[],
        &[("cafe\u{301}", "Café"), ("caf\u{e9}", "Café2")],
    );
}

#[test]
fn the_name_on_the_wire_is_kept_where_it_is_one_in_rust() {
    check_scope(Case::Snake, &[], &[("id", "id"), ("_id", "id2")]);
    check_scope(Case::Snake, &[], &[("_id", "id2"), ("id", "id")]);
    check_scope(Case::Snake, &[], &[("type_", "type2"), ("type", "type_")]);
}

#[test]
fn a_number_never_makes_the_name_of_another() {
    check_scope(
        Case::Snake,
        &[],
        &[("a-b", "a_b3"), ("a_b", "a_b"), ("a_b2", "a_b2")],
    );
    check_scope(
        Case::Snake,
        &[],
        &[("a-b", "a_b"), ("a.b", "a_b3"), ("a b2", "a_b2")],
    );
    check_scope(
        Case::Snake,
        &["a2"],
        &[("a", "a"), ("A", "a2_"), ("_a", "a3")],
    );
}

#[test]
fn a_name_that_the_scope_has_gets_an_underscore() {
    let reserved = [
        "send", "stream", "pages", "new", "clone", "into", "client", "send_",
    ];
    let names = [
        ("send", "send__"),
        ("Stream", "stream_"),
        ("into", "into_"),
        ("body", "body"),
    ];
    check_scope(Case::Snake, &reserved, &names);
    check_scope(
        Case::Snake,
        &["send"],
        &[("send", "send_"), ("SEND", "send2")],
    );
}

#[test]
fn names_that_the_contract_gives_go_first_and_stay() {
    let mut scope = Scope::new(Case::Pascal, &["Taken"]);
    let given = [
        ("asc", None),
        ("a", Some("Asc")),
        ("b", Some("GREAT_Value")),
        ("c", Some("Taken")),
        ("d", Some("not a name")),
        ("e", Some("Asc")),
    ];
    // Of two equal ones the first stays, and the second still goes before what is formed.
    let names = ["Asc3", "Asc", "GREAT_Value", "Taken_", "NotAName", "Asc2"];
    assert_eq!(scope.name_all(given), names);
}

#[test]
fn types_written_in_place_are_named_after_it() {
    let second = member_label(None, 2);
    let third = member_label(Some(""), 3);
    for (parent, part, expected) in [
        ("Contact", "last_message", "ContactLastMessage"),
        ("Contact", "2fa", "Contact2fa"),
        ("Step2", "1", "Step2_1"),
        ("Contact", "", "ContactEmpty"),
        ("ContactTags", "item", "ContactTagsItem"),
        ("Contact", "extra value", "ContactExtraValue"),
        ("Self_", "item", "SelfItem"),
        ("Content", "text message", "ContentTextMessage"),
        ("Content", &second, "ContentVariant2"),
        ("Content", &third, "ContentVariant3"),
    ] {
        assert_eq!(inside(parent, part), expected);
    }
    let mut types = Scope::new(Case::Pascal, &[]);
    types.name_all([("ContactTags", None)]);
    assert_eq!(types.claim(&inside("Contact", "tags")), "ContactTags2");
    assert_eq!(types.claim(&inside("A", "b")), "AB");
}

/// Parts of names that are hard in some way.
const PARTS: &[&str] = &[
    "a",
    "B",
    "id",
    "URL",
    "type",
    "self",
    "Self",
    "gen",
    "desc",
    "1",
    "42",
    "_",
    "__",
    "-",
    ".",
    "/",
    ":",
    " ",
    "\t",
    "\n",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "'",
    "’",
    "\"",
    "<",
    "+",
    "@",
    "[",
    "]",
    "\\",
    "é",
    "e\u{301}",
    "\u{301}",
    "\u{327}",
    "\u{345}",
    "ß",
    "ŉ",
    "İ",
    "ı",
    "ǅ",
    "ﬁ",
    "ΐ",
    "Σ",
    "ς",
    "²",
    "½",
    "Ⅷ",
    "ⅷ",
    "Ⓐ",
    "𝐀",
    "𝐚",
    "ʼ",
    "·",
    "‿",
    "ᄀ",
    "ᅡ",
    "ᆨ",
    "가",
    "क",
    "\u{94d}",
    "ि",
    "٣",
    "௧",
    "你",
    "ー",
    "\u{200d}",
    "\u{200c}",
    "\u{feff}",
    "\u{fffd}",
    "\u{212b}",
    "\u{2126}",
    "🙂",
    "👩\u{200d}👧",
    "€",
    "\u{10ffff}",
    "u20ac",
    "n1",
    "2",
];

/// Seeded names of a few parts and of any characters.
fn random_names(seed: u64, count: usize) -> Vec<String> {
    let mut random = fastrand::Rng::with_seed(seed);
    let names = iter::repeat_with(|| {
        let length = random.usize(0..6);
        let parts = iter::repeat_with(|| match random.u8(0..8) {
            0 => random.char(..).to_string(),
            1 => random.char(' '..='~').to_string(),
            _ => PARTS[random.usize(..PARTS.len())].to_owned(),
        });
        parts.take(length).collect()
    });
    names.take(count).collect()
}

#[track_caller]
fn assert_is_name(rust: &str, wire: &str) {
    assert!(is_identifier(rust), "{rust:?} for {wire:?}");
    assert!(
        syn::parse_str::<syn::Ident>(rust).is_ok(),
        "{rust:?} for {wire:?}"
    );
    assert!(rust.nfc().eq(rust.chars()), "{rust:?} for {wire:?}");
}

#[test]
fn every_text_has_a_name() {
    for wire in random_names(1, 10_000) {
        for case in [Case::Snake, Case::Pascal, Case::Constant] {
            let rust = name(&wire, case);
            assert_is_name(&rust, &wire);
            assert!(
                !rust.contains("__") && !rust.starts_with('_'),
                "{rust:?} for {wire:?}"
            );
        }
        let snake = name(&wire, Case::Snake);
        assert_eq!(name(&snake, Case::Snake), snake, "{wire:?}");
        assert_eq!(
            name(&wire.nfd().collect::<String>(), Case::Snake),
            snake,
            "{wire:?}"
        );
        let place = inside("Parent", &wire);
        assert_is_name(&Scope::new(Case::Pascal, &[]).claim(&place), &wire);
    }
}

#[test]
fn names_of_one_scope_are_different_and_plain_where_they_can_be() {
    let reserved = ["id", "a", "desc_", "Id"];
    for seed in 0..50 {
        let wire = random_names(seed, 60);
        let mut random = fastrand::Rng::with_seed(seed);
        let all: Vec<(&str, Option<&str>)> = wire
            .windows(2)
            .map(|pair| (pair[0].as_str(), random.bool().then_some(pair[1].as_str())))
            .collect();
        for case in [Case::Snake, Case::Pascal] {
            let mut scope = Scope::new(case, &reserved);
            let names = scope.name_all(all.iter().copied());
            assert_eq!(
                names,
                Scope::new(case, &reserved).name_all(all.iter().copied())
            );
            let more = scope.name_all(all.iter().copied());
            let different: HashSet<&String> = names.iter().chain(&more).collect();
            assert_eq!(different.len(), 2 * all.len(), "seed {seed}");
            for (rust, (wire, given)) in names.iter().zip(&all) {
                assert_is_name(rust, wire);
                assert!(!reserved.contains(&rust.as_str()), "{rust}");
                let plain = name(wire, case);
                if given.is_none() && !reserved.contains(&plain.as_str()) {
                    assert!(
                        names.contains(&plain),
                        "nothing is `{plain}`, {wire:?} is `{rust}`"
                    );
                }
            }
        }
    }
}

/// progenitor forms names with heck: those that it takes as they are stay.
#[test]
fn plain_names_are_those_of_heck() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..20_000 {
        let (first, length) = (random.alphabetic(), random.usize(0..12));
        let rest = (0..length).map(|_| match random.u8(0..8) {
            0 => '_',
            1 => '-',
            2 => random.digit(10),
            _ => random.alphabetic(),
        });
        let wire: String = iter::once(first).chain(rest).collect();
        let wire = wire.trim_end_matches(['-', '_']);
        let without_keywords = |name: String| name.trim_end_matches('_').to_owned();
        assert_eq!(
            without_keywords(name(wire, Case::Snake)),
            wire.to_snake_case(),
            "{wire}"
        );
        let pascal = without_keywords(name(wire, Case::Pascal)).replace('_', "");
        assert_eq!(pascal, wire.to_pascal_case(), "{wire}");
    }
}

#[test]
fn many_equal_names_are_numbered_in_time() {
    let names = Scope::new(Case::Pascal, &[]).name_all(iter::repeat_n(("same", None), 50_000));
    assert_eq!(names[49_999], "Same50000");
}
