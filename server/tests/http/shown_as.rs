//! What pages show as PowerShell and as REST is the change that they ask about: the form, the cmdlets and the requests
//! are each run on a server of their own, and all three find the same.

mod fixes;
mod people;
mod rollout;
mod settings_and_policies;
mod stored;
mod support;
