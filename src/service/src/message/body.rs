//! Making the text of a message safe to show.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};

/// The elements that may stay. Everything else loses its tags; scripts and styles lose their content too.
const ELEMENTS: [&str; 22] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "em",
    "h3",
    "h4",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// `content` with nothing in it but text, plain elements, and links to the web. Plain text becomes paragraphs.
pub(super) fn clean(content: &str, is_plain_text: bool) -> String {
    if is_plain_text {
        let paragraphs = content
            .split("\n\n")
            .map(str::trim)
            .filter(|text| !text.is_empty());
        return paragraphs.fold(String::new(), |html, text| html + "<p>" + &escape(text) + "</p>");
    }
    Builder::default()
        .tags(HashSet::from(ELEMENTS))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .tag_attribute_values(HashMap::new())
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .clean(content)
        .to_string()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn nothing_that_acts_gets_through() {
        let hostile = r#"<p onclick="x()" style="color:red" class="fc-dialog" id="main">One<script>alert(1)</script></p>
<img src=x onerror=alert(1)><a href="javascript:alert(1)">two</a><a href="https://a.example/?b=1" target="_top">three</a>
<iframe src="https://evil.example"></iframe><form action="/x"><button>four</button></form><style>p{}</style><svg onload=x></svg>
<a href="/message-center/MC296208/answer">five</a><h1>six</h1>"#;
        let cleaned = clean(hostile, false);
        for gone in [
            "script",
            "alert",
            "onerror",
            "onclick",
            "style",
            "javascript",
            "iframe",
            "form",
            "svg",
            "class",
            "id=",
            "target",
            "/message-center",
            "<h1",
        ] {
            assert!(!cleaned.contains(gone), "{gone} in {cleaned}");
        }
        for kept in [
            "<p>One</p>",
            "two",
            "four",
            "five",
            "six",
            r#"<a href="https://a.example/?b=1" rel="noopener noreferrer">three</a>"#,
        ] {
            assert!(cleaned.contains(kept), "{kept} in {cleaned}");
        }
    }

    #[test]
    fn plain_text_stays_text() {
        assert_eq!(
            clean("a <b>\n\nc & d", true),
            "<p>a &lt;b&gt;</p><p>c &amp; d</p>"
        );
    }
}
