//! An answer, and what is on it.

use http::HeaderMap;
use scraper::{Html, Selector};

/// An answer of the server.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    /// The status.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: String,
}

impl Page {
    pub(super) fn new(status: u16, headers: HeaderMap, body: String) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    /// The body as a document.
    pub(crate) fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// A header's value; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> String {
        let value = self
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned());
        value.unwrap_or_default()
    }

    /// Where it redirects to.
    pub(crate) fn location(&self) -> Option<String> {
        self.headers
            .get("location")
            .map(|value| value.to_str().unwrap().to_owned())
    }

    /// The texts of the elements that `selector` finds, with single spaces.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let document = self.html();
        let selector = Selector::parse(selector).unwrap();
        let words = |element: scraper::ElementRef<'_>| {
            let text: String = element.text().collect::<Vec<_>>().join(" ");
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        document.select(&selector).map(words).collect()
    }

    /// The text of the first element that `selector` finds; empty when there is none.
    pub(crate) fn text(&self, selector: &str) -> String {
        self.texts(selector).into_iter().next().unwrap_or_default()
    }

    /// An attribute of the first element that `selector` finds.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let selector = Selector::parse(selector).unwrap();
        let document = self.html();
        document.select(&selector).next()?.attr(name).map(str::to_owned)
    }

    /// An attribute of every element that `selector` finds.
    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let document = self.html();
        let values = document.select(&selector).map(|element| element.attr(name));
        values.flatten().map(str::to_owned).collect()
    }

    /// Whether `selector` finds something.
    pub(crate) fn has(&self, selector: &str) -> bool {
        self.html()
            .select(&Selector::parse(selector).unwrap())
            .next()
            .is_some()
    }

    /// What an input, a select or a text area with this name holds.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let chosen = format!("select[name='{name}'] option[selected]");
        let ticked = format!("input[name='{name}'][checked]");
        let typed = format!("input[name='{name}']:not([type=radio]):not([type=checkbox])");
        self.attribute(&chosen, "value")
            .or_else(|| self.attribute(&typed, "value"))
            .or_else(|| self.attribute(&ticked, "value"))
            .or_else(|| self.texts(&format!("textarea[name='{name}']")).into_iter().next())
    }

    /// What `part` of the page shows as PowerShell or as REST, block by block.
    pub(crate) fn shown_as(&self, language: &str, part: &str) -> Vec<String> {
        let document = self.html();
        let blocks = Selector::parse(&format!("{part} figure.fc-codeblock")).unwrap();
        let (caption, code) = (
            Selector::parse("figcaption").unwrap(),
            Selector::parse("code").unwrap(),
        );
        let text = |block: scraper::ElementRef<'_>, selector: &Selector| -> String {
            block
                .select(selector)
                .flat_map(|element| element.text())
                .collect()
        };
        let of = document
            .select(&blocks)
            .filter(|block| text(*block, &caption).starts_with(language));
        of.map(|block| text(block, &code)).collect()
    }

    /// The title of the page.
    pub(crate) fn title(&self) -> String {
        self.text("h1")
    }

    /// What was just done, as the toast says it.
    pub(crate) fn toast(&self) -> String {
        self.text(".fc-toast")
    }

    /// The sentence at the field with this id.
    pub(crate) fn field_error(&self, id: &str) -> String {
        self.text(&format!("[id='{id}-error']"))
    }

    /// The message bars.
    pub(crate) fn messages(&self) -> Vec<String> {
        self.texts(".fc-messagebar")
    }
}
