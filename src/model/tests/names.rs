//! Domains, policy names and blocked people as people write them.

use forecourt_model::DomainName;
use forecourt_model::domain_name::DomainNameError;
use forecourt_model::policy::{PolicyName, PolicyNameError};
use forecourt_model::settings::BlockedPerson;

#[test]
fn what_is_no_domain_is_refused_with_the_right_advice() {
    let long_label = format!("{}.example", "a".repeat(64));
    let long_name = format!(
        "{}.{}",
        ["a".repeat(63), "b".repeat(63), "c".repeat(63)].join("."),
        "d".repeat(62)
    );
    assert_eq!(long_name.len(), 254);
    for (text, code) in [
        ("", "domain-empty"),
        (" \t", "domain-empty"),
        ("http://x", "domain-is-web-address"),
        ("https://contoso.com/", "domain-is-web-address"),
        ("contoso.com/path", "domain-is-web-address"),
        ("pat@contoso.com", "domain-is-mail-address"),
        ("*.x", "domain-has-wildcard"),
        ("*.contoso.com", "domain-has-wildcard"),
        ("x..y", "domain-has-empty-label"),
        (".contoso.com", "domain-has-empty-label"),
        ("contoso.com..", "domain-has-empty-label"),
        (".", "domain-has-empty-label"),
        ("x。。y", "domain-has-empty-label"),
        ("contoso", "domain-has-one-label"),
        ("localhost.", "domain-has-one-label"),
        ("192.168.0.1", "domain-is-ip-address"),
        ("１２７.0.0.1", "domain-is-ip-address"),
        ("con toso.com", "domain-has-wrong-character"),
        ("con_toso.com", "domain-has-wrong-character"),
        ("-contoso.com", "domain-has-wrong-character"),
        ("contoso-.com", "domain-has-wrong-character"),
        ("contoso.com:443", "domain-has-wrong-character"),
        ("con\u{0}toso.com", "domain-has-wrong-character"),
        ("xn--a.com", "domain-has-wrong-character"),
        ("con\u{202e}toso.com", "domain-has-wrong-character"),
        (&long_label, "domain-too-long"),
        (&long_name, "domain-too-long"),
    ] {
        let error = DomainName::parse(text).unwrap_err();
        assert_eq!(error.code(), code, "{text}");
        assert!(error.to_string().ends_with('.'), "{error}");
    }
    assert_eq!(
        DomainName::parse("http://x"),
        Err(DomainNameError::WebAddress("http://x".to_owned()))
    );
    let shown = DomainName::parse(&"x..y".repeat(10_000)).unwrap_err().to_string();
    assert!(shown.len() < 200, "a huge input is not repeated whole");
}

#[test]
fn the_longest_domains_fit() {
    let label = format!("{}.example", "a".repeat(63));
    let name = format!(
        "{}.{}",
        ["a".repeat(63), "b".repeat(63), "c".repeat(63)].join("."),
        "d".repeat(61)
    );
    assert_eq!(name.len(), 253);
    for text in [label, name.clone(), format!("{name}.")] {
        assert_eq!(
            DomainName::parse(&text).unwrap().as_str(),
            text.trim_end_matches('.')
        );
    }
}

#[test]
fn look_alikes_are_normalized_or_stay_visibly_apart() {
    for (text, stored) in [
        ("ＣＯＮＴＯＳＯ．com", "contoso.com"),
        ("contoso。com", "contoso.com"),
        ("con\u{ad}toso.com", "contoso.com"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("bu\u{308}cher.example", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"),
    ] {
        assert_eq!(DomainName::parse(text).unwrap().as_str(), stored, "{text}");
    }
    let cyrillic = DomainName::parse("соntoso.com").unwrap();
    assert_ne!(cyrillic, DomainName::parse("contoso.com").unwrap());
    assert!(cyrillic.as_str().starts_with("xn--"), "{cyrillic}");
    assert_eq!(cyrillic.to_unicode(), "соntoso.com");
}

#[test]
fn subdomains_are_below_a_dot() {
    let domain = |text| DomainName::parse(text).unwrap();
    let contoso = domain("contoso.com");
    assert!(domain("contoso.com").matches(&contoso, false));
    assert!(domain("sub.contoso.com").matches(&contoso, true));
    assert!(domain("a.b.contoso.com").matches(&contoso, true));
    assert!(!domain("sub.contoso.com").matches(&contoso, false));
    assert!(!domain("subcontoso.com").matches(&contoso, true));
    assert!(!contoso.matches(&domain("sub.contoso.com"), true));
}

#[test]
fn policy_names_are_read_as_identities() {
    for (text, name) in [
        ("Sales", "Sales"),
        ("  Tag:Sales outbound ", "Sales outbound"),
        ("tAG: Sales", "Sales"),
        ("global", "Global"),
        ("Tag:GLOBAL", "Global"),
        ("R&D (Oslo), 'north' – 1.2", "R&D (Oslo), 'north' – 1.2"),
        ("最初", "最初"),
    ] {
        assert_eq!(PolicyName::parse(text).unwrap().as_str(), name, "{text}");
    }
    assert!(PolicyName::parse("GLOBAL").unwrap().is_global());
    assert_eq!(PolicyName::parse_new(" global "), Err(PolicyNameError::Global));
    assert_eq!(
        PolicyName::parse("SALES ÉTÉ").unwrap().folded(),
        PolicyName::parse("sales e\u{301}te\u{301}").unwrap().folded()
    );
}

#[test]
fn names_that_no_policy_can_have_are_refused() {
    assert_eq!(
        PolicyName::parse(&"ü".repeat(64))
            .unwrap()
            .as_str()
            .chars()
            .count(),
        64
    );
    for (text, error) in [
        (String::new(), PolicyNameError::Empty),
        ("Tag:".to_owned(), PolicyNameError::Empty),
        ("ü".repeat(65), PolicyNameError::TooLong(65)),
        ("a\nb".to_owned(), PolicyNameError::Invisible),
        ("a\u{202e}b".to_owned(), PolicyNameError::Invisible),
        ("a\u{200b}b".to_owned(), PolicyNameError::Invisible),
        ("a/b".to_owned(), PolicyNameError::Character('/')),
        ("Tag:Tag:a".to_owned(), PolicyNameError::Character(':')),
        ("<b>".to_owned(), PolicyNameError::Character('<')),
    ] {
        assert_eq!(PolicyName::parse(&text), Err(error), "{text}");
    }
}

#[test]
fn blocked_people_are_addresses_or_teams_identifiers() {
    for (text, person) in [
        (" Pat@Outlook.Example ", "pat@outlook.example"),
        ("pat@BÜCHER.example.", "pat@xn--bcher-kva.example"),
        ("8:orgid:ABC-1", "8:orgid:abc-1"),
        ("o'neil+x@a.example", "o'neil+x@a.example"),
    ] {
        assert_eq!(BlockedPerson::parse(text).unwrap().as_str(), person);
    }
    let long = format!("{}@a.example", "x".repeat(320));
    for text in [
        "",
        "pat",
        "8:",
        "@a.example",
        "a@b@c.example",
        "a b@c.example",
        "a@localhost",
        "a@*.x",
        &long,
    ] {
        let error = BlockedPerson::parse(text).unwrap_err();
        assert!(error.to_string().len() < 260, "{text}");
    }
}
