//! Parameters.

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// There or not.
    Switch,
    /// `$true` or `$false`.
    Bool,
    /// A whole number.
    Int,
    /// A text.
    Text,
    /// A text, or `$null` for nothing.
    TextOrNull,
    /// Texts.
    Texts,
    /// One of these.
    Choice(&'static [&'static str]),
    /// A GUID.
    Guid,
    /// What New-CsEdgeAllowAllKnownDomains or New-CsEdgeAllowList gives, or `$null`.
    AllowedDomains,
    /// Domains, or what to add or remove.
    DomainList,
    /// Texts, or what to add or remove.
    TextList,
    /// A filter of people.
    Filter,
    /// A script block.
    Block,
    /// A script block or the name of a property.
    BlockOrText,
    /// Names of properties, and hashtables that make some.
    Properties,
    /// Anything.
    Any,
}

impl Type {
    /// The name as help and the PowerShell module show it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Switch => "SwitchParameter",
            Self::Bool => "Boolean",
            Self::Int => "Int32",
            Self::Text | Self::TextOrNull | Self::Choice(_) => "String",
            Self::Texts => "String[]",
            Self::Guid => "Guid",
            Self::AllowedDomains => "AllowedDomainsChoice",
            Self::DomainList | Self::TextList => "List",
            Self::Filter => "Filter",
            Self::Block | Self::BlockOrText => "ScriptBlock",
            Self::Properties => "Object[]",
            Self::Any => "Object",
        }
    }
}

/// What of the pipeline a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pipe {
    /// Nothing.
    Nothing,
    /// The object.
    Value,
    /// Its property of the same name.
    Property,
    /// The object when it is a text, otherwise its property.
    Both,
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its short names.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub kind: Type,
    /// Its place among values without a name.
    pub position: Option<u8>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// The parameter sets that it belongs to; empty for all.
    pub sets: &'static [&'static str],
    /// What of the pipeline it takes.
    pub pipe: Pipe,
    /// What it is for, in a sentence.
    pub help: &'static str,
}

impl Parameter {
    pub(super) const fn new(name: &'static str, kind: Type, help: &'static str) -> Self {
        Self {
            name,
            aliases: &[],
            kind,
            position: None,
            mandatory: false,
            sets: &[],
            pipe: Pipe::Nothing,
            help,
        }
    }

    pub(super) const fn at(mut self, position: u8) -> Self {
        self.position = Some(position);
        self
    }

    pub(super) const fn must(mut self) -> Self {
        self.mandatory = true;
        self
    }

    pub(super) const fn of(mut self, sets: &'static [&'static str]) -> Self {
        self.sets = sets;
        self
    }

    pub(super) const fn piped(mut self, pipe: Pipe) -> Self {
        self.pipe = pipe;
        self
    }

    pub(super) const fn alias(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Whether it belongs to the parameter set `set`.
    pub fn is_in(&self, set: &str) -> bool {
        self.sets.is_empty() || self.sets.contains(&set)
    }
}

const ACTIONS: Type = Type::Choice(&["Continue", "Ignore", "Inquire", "SilentlyContinue", "Stop"]);

/// What every cmdlet has.
pub(super) static COMMON: &[Parameter] = &[
    Parameter::new(
        "ErrorAction",
        ACTIONS,
        "What happens when it cannot be done; Stop when not given.",
    )
    .alias(&["ea"]),
    Parameter::new("WarningAction", ACTIONS, "SilentlyContinue hides warnings.").alias(&["wa"]),
    Parameter::new("InformationAction", ACTIONS, "Accepted, without effect.").alias(&["infa"]),
    Parameter::new("Verbose", Type::Switch, "Accepted, without effect.").alias(&["vb"]),
    Parameter::new("Debug", Type::Switch, "Accepted, without effect.").alias(&["db"]),
];

/// What every cmdlet has that changes something.
pub(super) static ASKING: &[Parameter] = &[
    Parameter::new(
        "WhatIf",
        Type::Switch,
        "Says what it would do to people, and changes nothing.",
    )
    .alias(&["wi"]),
    Parameter::new(
        "Confirm",
        Type::Switch,
        "Asks first. -Confirm:$false says that it is meant, however many people it reaches.",
    )
    .alias(&["cf"]),
];
