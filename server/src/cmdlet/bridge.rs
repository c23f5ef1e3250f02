//! The host of the language.

use super::door::Door;
use super::{batch, edge, everybody, grant, group, organization, people, policy};
use forecourt_cmdlet::table::Id;
use forecourt_cmdlet::{Fault, Host, Invocation, Mode, Value};
use forecourt_model::access::Impact;
use forecourt_service::{OpContext, Services};

/// The use cases, in the name of somebody, through a door.
pub struct Bridge<'s, D: Door> {
    pub(super) services: &'s Services,
    pub(super) context: OpContext,
    pub(super) door: &'s mut D,
}

impl<'s, D: Door> Bridge<'s, D> {
    /// A host that speaks for whoever `context` names.
    pub fn new(services: &'s Services, context: OpContext, door: &'s mut D) -> Self {
        Self {
            services,
            context,
            door,
        }
    }

    /// Says what a cmdlet would do to people.
    pub(super) fn say(&mut self, cmdlet: &str, target: &str, impact: &Impact) {
        let text = super::words::what_if(cmdlet, target, Some(impact));
        self.door.print(&text);
    }

    /// Says what a cmdlet would do, when it does nothing to people.
    pub(super) fn say_plainly(&mut self, cmdlet: &str, target: &str) {
        let text = super::words::what_if(cmdlet, target, None);
        self.door.print(&text);
    }
}

impl<D: Door> Host for Bridge<'_, D> {
    async fn call(&mut self, call: Invocation) -> Result<Vec<Value>, Fault> {
        let (arguments, mode) = (&call.arguments, call.mode);
        let what_if = mode == Mode::WhatIf;
        match call.cmdlet.id {
            Id::GetTenantFederation | Id::GetExternalAccess | Id::GetAcsFederation => {
                organization::get(self, call.cmdlet, arguments)
            }
            Id::SetTenantFederation | Id::SetExternalAccess | Id::SetAcsFederation => {
                organization::set(self, call.cmdlet, arguments, what_if).await
            }
            Id::GetPolicy => policy::get(self, arguments).await,
            Id::NewPolicy => policy::new(self, call.cmdlet, arguments, what_if).await,
            Id::SetPolicy => policy::set(self, call.cmdlet, arguments, what_if).await,
            Id::RemovePolicy => policy::remove(self, arguments, what_if).await,
            Id::GrantPolicy => grant::grant(self, arguments, what_if).await,
            Id::NewGroupAssignment => group::new(self, arguments, what_if).await,
            Id::GetGroupAssignment => group::get(self, arguments).await,
            Id::RemoveGroupAssignment => group::remove(self, arguments, what_if).await,
            Id::GetGroupConflict => group::conflicts(self, arguments).await,
            Id::NewBatch => batch::new(self, arguments, what_if).await,
            Id::GetBatch => batch::get(self, arguments).await,
            Id::GetUserAssignment => people::assignment(self, arguments).await,
            Id::GetOnlineUser => people::get(self, arguments).await,
            Id::NewAllowAll | Id::NewAllowList | Id::NewDomainPattern => edge::new(call.cmdlet.id, arguments),
            _ => Err(Fault::new(
                "not-here",
                format!("{} is not done by Forecourt.", call.cmdlet.name),
            )),
        }
    }

    async fn reaches_everybody(&mut self, calls: &[Invocation]) -> Result<Option<String>, Fault> {
        everybody::question(self.services, calls)
    }

    async fn confirm(&mut self, question: &str) -> Option<bool> {
        self.door.confirm(question).await
    }

    async fn read_file(&mut self, path: &str) -> Result<String, Fault> {
        self.door.read(path).await
    }

    async fn write_file(&mut self, path: &str, text: &str, adds: bool) -> Result<(), Fault> {
        self.door.write(path, text, adds).await
    }

    fn print(&mut self, text: &str) {
        self.door.print(text);
    }

    fn warn(&mut self, text: &str) {
        self.door.warn(text);
    }

    async fn is_blank(&mut self, path: &str) -> bool {
        self.door.is_blank(path).await
    }

    fn most_steps(&self) -> u64 {
        self.door.most_steps()
    }

    fn most_memory(&self) -> usize {
        self.door.most_memory()
    }

    fn is_late(&self) -> bool {
        self.door.is_late()
    }
}
