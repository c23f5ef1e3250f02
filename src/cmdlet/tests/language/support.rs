//! A host that does nothing but remember, for the tests of the language.

use forecourt_cmdlet::table::Id;
use forecourt_cmdlet::value::kinds;
use forecourt_cmdlet::{
    Fault, Host, Invocation, Mode, Object, Problems, Stopped, Value, Variables, parse, run,
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What was asked of the host, and what it has printed.
#[derive(Default)]
pub(crate) struct Memory {
    /// Cmdlets with their arguments, in order.
    pub(crate) calls: Vec<String>,
    /// What was printed.
    pub(crate) output: String,
    /// What was warned of.
    pub(crate) warnings: Vec<String>,
    /// Files by their names.
    pub(crate) files: BTreeMap<String, String>,
    /// What is answered to questions; nobody can be asked when there is none.
    pub(crate) answer: Option<bool>,
    /// The questions.
    pub(crate) questions: Vec<String>,
    /// Whether several calls reach everybody.
    pub(crate) reaches_everybody: bool,
    /// At most how many steps a script takes, if not as many as anywhere.
    pub(crate) most_steps: Option<u64>,
    /// After how many looks the time of a script is over.
    pub(crate) late_after: Option<usize>,
    /// How often was looked.
    pub(crate) looks: AtomicUsize,
}

fn policy(identity: &str, access: bool) -> Value {
    let mut object = Object::new(&kinds::POLICY).with("Identity", identity);
    for (name, value) in [
        ("EnableTeamsConsumerAccess", access),
        ("EnableTeamsConsumerInbound", true),
    ] {
        object = object.with(name, value);
    }
    object.with("Description", "").into()
}

impl Host for Memory {
    async fn call(&mut self, call: Invocation) -> Result<Vec<Value>, Fault> {
        let mut line = call.cmdlet.name.to_owned();
        for name in call.arguments.names() {
            let value = call.arguments.get(name).map(Value::shown).unwrap_or_default();
            line += &format!(" {name}={value}");
        }
        if call.mode == Mode::WhatIf {
            line += " ?";
        }
        self.calls.push(line);
        Ok(match call.cmdlet.id {
            Id::GetPolicy => vec![
                policy("Global", true),
                policy("Tag:A b", true),
                policy("Tag:C", false),
            ],
            Id::GetOnlineUser => vec![
                Object::new(&kinds::ONLINE_USER)
                    .with("Identity", "1")
                    .with("DisplayName", "Ada")
                    .into(),
                Object::new(&kinds::ONLINE_USER)
                    .with("Identity", "2")
                    .with("DisplayName", "Ben")
                    .into(),
            ],
            Id::NewAllowAll => vec![Object::new(&kinds::ALLOW_ALL).into()],
            Id::NewDomainPattern => {
                let domain = call.arguments.text("Domain").unwrap_or_default().to_owned();
                vec![Object::new(&kinds::DOMAIN_PATTERN).with("Domain", domain).into()]
            }
            Id::NewAllowList => {
                let list = call
                    .arguments
                    .get("AllowedDomain")
                    .cloned()
                    .unwrap_or_default()
                    .items();
                vec![Object::new(&kinds::ALLOW_LIST).with("AllowedDomain", list).into()]
            }
            Id::NewPolicy if call.arguments.is_on("InMemory") => vec![policy("Tag:New", true)],
            Id::RemovePolicy => return Err(Fault::new("policy-in-use", "It was not deleted.")),
            _ => Vec::new(),
        })
    }

    async fn reaches_everybody(&mut self, calls: &[Invocation]) -> Result<Option<String>, Fault> {
        Ok(self
            .reaches_everybody
            .then(|| format!("This reaches all {}.", calls.len())))
    }

    async fn confirm(&mut self, question: &str) -> Option<bool> {
        self.questions.push(question.to_owned());
        self.answer
    }

    async fn read_file(&mut self, path: &str) -> Result<String, Fault> {
        let missing = || Fault::new("file", format!("There is no file {path}."));
        self.files.get(path).cloned().ok_or_else(missing)
    }

    async fn write_file(&mut self, path: &str, text: &str, adds: bool) -> Result<(), Fault> {
        let file = self.files.entry(path.to_owned()).or_default();
        if !adds {
            file.clear();
        }
        file.push_str(text);
        Ok(())
    }

    fn print(&mut self, text: &str) {
        self.output.push_str(text);
    }

    fn warn(&mut self, text: &str) {
        self.warnings.push(text.to_owned());
    }

    fn most_steps(&self) -> u64 {
        self.most_steps.unwrap_or(20_000_000)
    }

    fn is_late(&self) -> bool {
        let looks = self.looks.fetch_add(1, Ordering::Relaxed);
        self.late_after.is_some_and(|most| looks >= most)
    }
}

/// Understands and runs a script.
pub(crate) async fn run_with(memory: &mut Memory, source: &str) -> Result<(), Stopped> {
    let script = parse(source, &[]).unwrap_or_else(|problems| panic!("{source}\n{problems}"));
    let mut variables = Variables::new();
    run(&script, memory, &mut variables).await
}

/// What a script asks of the host.
pub(crate) async fn calls(source: &str) -> Vec<String> {
    let mut memory = Memory::default();
    run_with(&mut memory, source)
        .await
        .unwrap_or_else(|stopped| panic!("{source}\n{stopped}"));
    memory.calls
}

/// What a script prints.
pub(crate) async fn output(source: &str) -> String {
    let mut memory = Memory::default();
    run_with(&mut memory, source)
        .await
        .unwrap_or_else(|stopped| panic!("{source}\n{stopped}"));
    memory.output
}

/// Why a script is refused: `line:column message`, one a line.
pub(crate) fn refusal(source: &str) -> String {
    let Problems(problems) = match parse(source, &[]) {
        Ok(script) => panic!("{source}\nwas understood: {script:?}"),
        Err(problems) => problems,
    };
    let each: Vec<_> = problems
        .iter()
        .map(|problem| {
            format!(
                "{}:{} {}",
                problem.place.line, problem.place.column, problem.message
            )
        })
        .collect();
    each.join("\n")
}
