//! Cmdlets that read and write files, and the lists in them.

use super::budget::Out;
use super::{Running, Stopped};
use crate::bind::Arguments;
use crate::host::{Fault, Host};
use crate::place::Place;
use crate::print;
use crate::syntax::Call;
use crate::table::Id;
use crate::value::{Object, Value, kinds};
use crate::weight::{CELL, TooMuch};

impl<H: Host> Running<'_, H> {
    pub(super) async fn with_files(
        &mut self,
        call: &Call,
        given: &Arguments,
        input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        let separator = self.separator(given, call.place)?;
        match call.cmdlet.id {
            Id::ImportCsv | Id::GetContent => {
                let paths = if call.is_piped {
                    input
                } else {
                    given.get("Path").cloned().unwrap_or_default().items()
                };
                let mut out = Out::default();
                for path in paths {
                    let text = match self.host.read_file(&path.to_string()).await {
                        Ok(text) => text,
                        Err(fault) => {
                            self.ignored(fault, given, call.place)?;
                            continue;
                        }
                    };
                    let values = if call.cmdlet.id == Id::ImportCsv {
                        self.rows(&text, given, separator, call.place)?
                    } else if given.is_on("Raw") {
                        vec![Value::Text(text)]
                    } else {
                        self.lines(&text)?
                    };
                    let weight = self.hold_all(&values)?;
                    out.append(Out { values, weight });
                }
                self.release(out.weight);
                Ok(out.values)
            }
            Id::ConvertFromCsv => {
                let lines: Vec<_> = input.iter().map(ToString::to_string).collect();
                self.rows(&lines.join("\n"), given, separator, call.place)
            }
            Id::ConvertToCsv => {
                let text = print::csv(&input, separator, true, self.host.most_memory());
                let text = self.bounded(text)?;
                self.lines(&text)
            }
            Id::ExportCsv => {
                let adds = given.is_on("Append");
                let path = given.text("Path").unwrap_or_default();
                let has_header = !adds || self.host.is_blank(path).await;
                let text = print::csv(&input, separator, has_header, self.host.most_memory());
                let text = self.bounded(text)?;
                self.write(call, given, &text, adds).await
            }
            Id::OutFile => {
                let width = given.int("Width").and_then(|width| usize::try_from(width).ok());
                let width = width.unwrap_or_else(|| self.host.width()).max(20);
                let text = print::show(&input, width, self.host.most_memory());
                let text = self.bounded(text)?;
                self.write(call, given, &text, given.is_on("Append")).await
            }
            _ => Err(self.wrong(call.place, format!("{} is not done here.", call.cmdlet.name))),
        }
    }

    async fn write(
        &mut self,
        call: &Call,
        given: &Arguments,
        text: &str,
        adds: bool,
    ) -> Result<Vec<Value>, Stopped> {
        let path = given.text("Path").unwrap_or_default();
        match self.host.write_file(path, text, adds).await {
            Ok(()) => Ok(Vec::new()),
            Err(fault) => self.ignored(fault, given, call.place).map(|()| Vec::new()),
        }
    }

    /// The lines of a text.
    fn lines(&mut self, text: &str) -> Result<Vec<Value>, Stopped> {
        let most = self.host.most_memory();
        if text.len() + text.lines().count() * CELL > most {
            return Err(self.wrong(self.at, TooMuch::Large.sentence(most)));
        }
        Ok(text.lines().map(Value::text).collect())
    }

    fn separator(&self, given: &Arguments, place: Place) -> Result<u8, Stopped> {
        match given.text("Delimiter") {
            None => Ok(b','),
            Some("`t" | "\t") => Ok(b'\t'),
            Some(text) => match text.as_bytes() {
                [one] if one.is_ascii_punctuation() && *one != b'"' => Ok(*one),
                _ => Err(self.wrong(place, "A delimiter is one character, for example ;.")),
            },
        }
    }

    fn rows(
        &mut self,
        text: &str,
        given: &Arguments,
        separator: u8,
        place: Place,
    ) -> Result<Vec<Value>, Stopped> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = if text.starts_with("#TYPE") {
            text.split_once('\n').map_or("", |(_, rest)| rest)
        } else {
            text
        };
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut names = given.texts("Header");
        let mut rows = Vec::new();
        let most = self.host.most_memory();
        let mut left = most;
        for record in reader.records() {
            let record = record.map_err(|error| self.stopped(place, unreadable(&error)))?;
            let Some(names) = &names else {
                names = Some(record.iter().map(str::to_owned).collect());
                continue;
            };
            if rows.len() >= super::MAXIMUM_ITEMS {
                let message = format!("The list has more than {} rows.", super::MAXIMUM_ITEMS);
                return Err(self.wrong(place, message));
            }
            // A short row of a list with many columns holds them all.
            let texts: usize = record.iter().map(str::len).sum();
            let weight = names.iter().map(|name| CELL + name.len()).sum::<usize>() + texts;
            left = left
                .checked_sub(weight)
                .ok_or_else(|| self.wrong(place, TooMuch::Large.sentence(most)))?;
            self.work(weight)?;
            let mut row = Object::new(&kinds::CUSTOM);
            for (at, name) in names.iter().enumerate() {
                let value = record.get(at).map_or(Value::Null, Value::text);
                row.properties.push((name.clone(), value));
            }
            rows.push(Value::Object(row));
        }
        Ok(rows)
    }
}

fn unreadable(error: &::csv::Error) -> Fault {
    let line = error.position().map(::csv::Position::line).unwrap_or_default();
    let message = format!("The list cannot be read at its line {line}: {error}");
    Fault::new("csv", message)
}
