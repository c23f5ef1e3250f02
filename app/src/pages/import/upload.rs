//! Choosing the files.

use crate::paths;
use crate::shell::{Frame, Shell};
use crate::ui::{
    Button, ButtonKind, Card, CardBody, Gap, Icon, InputKind, MessageBar, MessageKind, PageHead, TextField,
};
use forecourt_model::FieldErrors;
use leptos::prelude::*;

/// The page.
pub fn upload_page(frame: Frame, errors: &FieldErrors) -> impl IntoView + use<> {
    let problem = (!errors.is_empty()).then(|| {
        view! {
            <MessageBar kind=MessageKind::Danger alert=true>
                "Nothing was imported. Correct what is marked below and choose the files again; a browser does not keep them."
            </MessageBar>
        }
    });
    let field = |id: &'static str, label: &'static str, hint: &'static str| {
        let error = errors.message(id).map(str::to_owned);
        view! { <TextField id name=id label kind=InputKind::File hint error=error optional=true /> }
    };
    let fields = (
        field(
            "tenant",
            "Organization settings",
            "JSON or Format-List of Get-CsTenantFederationConfiguration, or a ScubaGear settings export.",
        ),
        field(
            "policies",
            "Policies",
            "JSON or Format-List of Get-CsExternalAccessPolicy.",
        ),
        field(
            "users",
            "People",
            "CSV of Get-CsOnlineUser with UserPrincipalName, DisplayName, SipAddress, Identity, AccountEnabled, \
             Department, PhoneNumber (or LineUri), ExternalAccessPolicy. Several numbers of one person stand with \
             commas between them; a number with an extension belongs to nobody. People who are not in the file stay as they are.",
        ),
        field(
            "groups",
            "Groups",
            "CSV with GroupId, DisplayName, GroupType, Mail. Groups that are not in the file stay as they are.",
        ),
        field(
            "group_members",
            "Members of groups",
            "CSV with GroupId, MemberId, MemberType, MemberUserPrincipalName. A group that the file names gets exactly \
             the members of the file. Groups inside groups are noted; their people do not become members.",
        ),
        field(
            "group_assignments",
            "Policies of groups",
            "The table, Format-List, JSON or CSV of Get-CsGroupPolicyAssignment. Other policy types are skipped.",
        ),
        field(
            "configuration",
            "Export of another tool",
            "Several of these in one file: ProviderSettingsExport.json of ScubaGear, standards of CIPP, or a \
             configuration of Microsoft365DSC.",
        ),
    );
    view! {
        <Shell frame>
            <PageHead
                title="Import"
                lead="Bring settings, policies, people and groups along from files. You see what changes before anything does."
            />
            <form class="fc-stack" method="post" action=paths::import() enctype="multipart/form-data">
                {problem}
                <Card id="files" title="Files" desc="Choose one or several. At most 32 MB each." divided=true>
                    <CardBody gap=Gap::Four>{fields}</CardBody>
                </Card>
                <div>
                    <Button kind=ButtonKind::Primary icon=Icon::Download>"Preview"</Button>
                </div>
            </form>
        </Shell>
    }
}
