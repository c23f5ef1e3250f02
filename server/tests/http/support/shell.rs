//! Running what pages show as REST: as much of a shell, and of `curl` and `jq`, as they need.

use super::{Answer, Api};
use std::collections::BTreeMap;

/// Runs every command of `text` in its order, and returns their answers.
pub(crate) async fn run(api: &Api, text: &str) -> Vec<Answer> {
    let (mut variables, mut answers) = (BTreeMap::new(), Vec::new());
    for command in commands(text) {
        let assigned = command.split_once("=$(").map(|(name, rest)| {
            (
                name,
                rest.strip_suffix(')').unwrap().split_once(" | jq -r .").unwrap(),
            )
        });
        let curl = assigned.map_or(command.as_str(), |(_, (curl, _))| curl);
        let answer = send(api, &words(curl, &variables)).await;
        if let Some((name, (_, path))) = assigned {
            let pointer = format!("/{}", path.trim().replace('.', "/"));
            let value = answer
                .json()
                .pointer(&pointer)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned();
            variables.insert(name.to_owned(), value);
        }
        answers.push(answer);
    }
    answers
}

/// The commands: each begins a line and goes on while a quote or a bracket is open or the line ends with a backslash.
fn commands(text: &str) -> Vec<String> {
    let (mut all, mut now, mut quote) = (Vec::new(), String::new(), None);
    for line in text.lines() {
        for character in line.chars() {
            match (quote, character) {
                (None, '\'' | '"') => quote = Some(character),
                (Some(open), close) if open == close => quote = None,
                _ => {}
            }
        }
        now.push_str(line);
        if quote.is_none() && !line.ends_with('\\') {
            all.push(std::mem::take(&mut now));
        } else {
            now.push('\n');
        }
    }
    assert!(now.is_empty(), "a quote stays open: {text}");
    all
}

/// The words of a command, without their quotes and with the values of variables.
fn words(command: &str, variables: &BTreeMap<String, String>) -> Vec<String> {
    let (mut words, mut word, mut is_word) = (Vec::new(), String::new(), false);
    let mut rest = command.chars().peekable();
    let mut quote = None;
    while let Some(character) = rest.next() {
        match (quote, character) {
            (None, '\\') => assert_eq!(rest.next(), Some('\n'), "{command}"),
            (None, ' ' | '\n') => {
                if std::mem::take(&mut is_word) {
                    words.push(std::mem::take(&mut word));
                }
            }
            (None, '\'' | '"') => (quote, is_word) = (Some(character), true),
            (Some(open), close) if open == close => quote = None,
            (Some('"'), '\\' | '`') => panic!("{command}"),
            (Some('"') | None, '$') => {
                let mut name = String::new();
                while let Some(next) = rest.next_if(|next| next.is_ascii_alphanumeric() || *next == '_') {
                    name.push(next);
                }
                match name.as_str() {
                    "FORECOURT_URL" => {}
                    "FORECOURT_TOKEN" => word.push_str("the token"),
                    other => word.push_str(variables.get(other).unwrap_or_else(|| panic!("{other}"))),
                }
                is_word = true;
            }
            (_, other) => {
                word.push(other);
                is_word = true;
            }
        }
    }
    words.extend(is_word.then_some(word));
    words
}

async fn send(api: &Api, words: &[String]) -> Answer {
    let mut words = words.iter().map(String::as_str);
    assert_eq!(words.next(), Some("curl"));
    let (mut method, mut path, mut headers, mut body) = ("GET", "", Vec::new(), None);
    while let Some(word) = words.next() {
        match word {
            "-X" => method = words.next().unwrap(),
            "-H" => headers.push(words.next().unwrap().split_once(": ").unwrap()),
            "-d" => body = Some(serde_json::from_str(words.next().unwrap()).unwrap()),
            word => path = word,
        }
    }
    let (signed, headers): (Vec<_>, Vec<_>) = headers
        .into_iter()
        .filter(|(name, _)| *name != "Content-Type")
        .partition(|(name, _)| *name == "Authorization");
    assert_eq!(signed, [("Authorization", "Bearer the token")]);
    api.send(method, path, &headers, body).await
}
