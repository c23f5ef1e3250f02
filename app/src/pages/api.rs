//! The interface for programs, described for people.

use crate::shell::{Frame, Shell};
use crate::ui::{Card, CardBody, Gap, PageHead, QuietLink};
use leptos::prelude::*;

/// A field of a request beside its body.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// `path`, `query` or `header`.
    pub place: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it does.
    pub words: String,
}

/// One endpoint.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The method in capitals.
    pub method: String,
    /// The path with placeholders.
    pub path: String,
    /// What it does, in a few words.
    pub summary: String,
    /// The scope that a token needs.
    pub scope: String,
    /// More about it.
    pub text: String,
    /// What it takes beside its body.
    pub parameters: Vec<Parameter>,
    /// A body, as JSON.
    pub example: Option<String>,
}

/// Endpoints that belong together.
#[derive(Clone, Debug)]
pub struct ApiGroup {
    /// What they are about.
    pub name: String,
    /// The endpoints.
    pub endpoints: Vec<Endpoint>,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct ApiView {
    /// What holds for all of them.
    pub about: String,
    /// The endpoints by group.
    pub groups: Vec<ApiGroup>,
}

/// The page.
pub fn api_page(frame: Frame, view: ApiView) -> impl IntoView {
    let groups: Vec<_> = view.groups.into_iter().map(group).collect();
    view! {
        <Shell frame>
            <PageHead title="REST interface" lead="Every page's power for programs. What is below is made from the same document that programs read." />
                <Card id="about" title="About">
                    <CardBody>
                        <p>{marked(&view.about)}</p>
                        <p><QuietLink href="/api/v1/openapi.json">"OpenAPI document"</QuietLink></p>
                    </CardBody>
                </Card> {groups}
        </Shell>
    }
}

fn group(group: ApiGroup) -> impl IntoView {
    let id = group.name.to_lowercase().replace(' ', "-");
    let endpoints: Vec<_> = group.endpoints.into_iter().map(endpoint).collect();
    view! {
        <Card id title=group.name>
            <CardBody gap=Gap::Four>{endpoints}</CardBody>
        </Card>
    }
}

/// Words in which names stand between backticks.
fn marked(words: &str) -> Vec<AnyView> {
    let part = |(at, part): (usize, &str)| {
        let part = part.to_owned();
        if at % 2 == 1 {
            view! { <code>{part}</code> }.into_any()
        } else {
            part.into_any()
        }
    };
    words.split('`').enumerate().map(part).collect()
}

fn endpoint(endpoint: Endpoint) -> impl IntoView {
    let parameters: Vec<_> = endpoint
        .parameters
        .into_iter()
        .map(|parameter| {
            let must = if parameter.required { ", required" } else { "" };
            view! {
                <li>
                    <code class="fc-code">{parameter.name}</code>
                    {format!(" ({}{must}). ", parameter.place)} {marked(&parameter.words)}
                </li>
            }
        })
        .collect();
    let parameters =
        (!parameters.is_empty()).then(|| view! { <ul class="fc-small fc-muted">{parameters}</ul> });
    let example = endpoint.example.map(|example| {
        view! {
            <figure class="fc-codeblock">
                <figcaption class="fc-codeblock__caption">"Example of a body"</figcaption>
                <pre class="fc-codeblock__pre" tabindex="0"><code>{example}</code></pre>
            </figure>
        }
    });
    view! {
        <section class="fc-stack fc-stack--2">
            <h3>{endpoint.summary}</h3>
            <p><code class="fc-code">{endpoint.method}" "{endpoint.path}</code></p>
            <p class="fc-muted">{marked(&endpoint.text)}</p>
            {parameters} {example}
        </section>
    }
}
