//! Every cmdlet with its parameters: one table for the binder, help, completion and the PowerShell module.

mod batch;
mod edge;
mod group;
mod language;
mod parameter;
mod policy;
mod sisters;
mod tenant;
mod user;

pub use parameter::{Parameter, Pipe, Type};

/// Which cmdlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table describes each")]
pub enum Id {
    GetTenantFederation,
    SetTenantFederation,
    GetExternalAccess,
    SetExternalAccess,
    GetAcsFederation,
    SetAcsFederation,
    GetPolicy,
    NewPolicy,
    SetPolicy,
    RemovePolicy,
    GrantPolicy,
    NewGroupAssignment,
    GetGroupAssignment,
    RemoveGroupAssignment,
    GetGroupConflict,
    NewBatch,
    GetBatch,
    GetUserAssignment,
    GetOnlineUser,
    NewAllowAll,
    NewAllowList,
    NewDomainPattern,
    Connect,
    Disconnect,
    ImportModule,
    Where,
    ForEach,
    Select,
    Sort,
    Measure,
    ImportCsv,
    ExportCsv,
    ConvertToJson,
    ConvertToCsv,
    ConvertFromCsv,
    FormatList,
    FormatTable,
    WriteHost,
    WriteOutput,
    WriteWarning,
    OutFile,
    OutNull,
    GetContent,
    GetCommand,
    GetHelp,
}

/// A cmdlet.
#[derive(Debug)]
pub struct Cmdlet {
    /// Which.
    pub id: Id,
    /// Its name.
    pub name: &'static str,
    /// Its short names.
    pub aliases: &'static [&'static str],
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// The parameter set that counts when nothing decides; empty when there is only one.
    pub default_set: &'static str,
    /// Whether it changes something: it has `-WhatIf` and `-Confirm` then.
    pub changes: bool,
    /// Whether the host does it; otherwise the language itself.
    pub is_of_host: bool,
    /// Lines to try.
    pub examples: &'static [&'static str],
}

impl Cmdlet {
    const fn new(id: Id, name: &'static str, help: &'static str, parameters: &'static [Parameter]) -> Self {
        Self {
            id,
            name,
            aliases: &[],
            help,
            parameters,
            default_set: "",
            changes: false,
            is_of_host: true,
            examples: &[],
        }
    }

    const fn default_set(mut self, name: &'static str) -> Self {
        self.default_set = name;
        self
    }

    const fn changes(mut self) -> Self {
        self.changes = true;
        self
    }

    const fn of_language(mut self, aliases: &'static [&'static str]) -> Self {
        self.is_of_host = false;
        self.aliases = aliases;
        self
    }

    const fn examples(mut self, lines: &'static [&'static str]) -> Self {
        self.examples = lines;
        self
    }

    /// Its own parameters and those that it has in common with others.
    pub fn all_parameters(&self) -> impl Iterator<Item = &'static Parameter> + use<> {
        let asking: &'static [Parameter] = if self.changes { parameter::ASKING } else { &[] };
        self.parameters.iter().chain(asking).chain(parameter::COMMON)
    }

    /// The parameter with exactly this name.
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.all_parameters()
            .find(|parameter| parameter.name.eq_ignore_ascii_case(name))
    }

    /// The names of its parameter sets; one empty name when it has only one.
    pub fn sets(&self) -> Vec<&'static str> {
        let mut sets = Vec::new();
        if !self.default_set.is_empty() {
            sets.push(self.default_set);
        }
        for parameter in self.parameters {
            for set in parameter.sets {
                if !sets.contains(set) {
                    sets.push(set);
                }
            }
        }
        if sets.is_empty() {
            sets.push("");
        }
        sets
    }
}

/// Every cmdlet, those about the organization first.
pub fn cmdlets() -> impl Iterator<Item = &'static Cmdlet> {
    [
        tenant::CMDLETS,
        sisters::CMDLETS,
        policy::CMDLETS,
        group::CMDLETS,
        batch::CMDLETS,
        user::CMDLETS,
        edge::CMDLETS,
        language::CMDLETS,
    ]
    .into_iter()
    .flatten()
}

/// The cmdlet with this name or short name, in any case.
pub fn cmdlet(name: &str) -> Option<&'static Cmdlet> {
    cmdlets().find(|cmdlet| {
        cmdlet.name.eq_ignore_ascii_case(name)
            || cmdlet
                .aliases
                .iter()
                .any(|alias| alias.eq_ignore_ascii_case(name))
    })
}
