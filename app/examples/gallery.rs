//! Prints a page with every component in its states, for looking at:
//! `cargo run -p forecourt-app --features ssr --example gallery -- light > gallery.html`, with the style sheet beside it.
#![recursion_limit = "256"]

use forecourt_app::render::render;
use forecourt_app::shell::{Account, Assets, Frame, NavItem, Shell, Theme};
use forecourt_app::ui::prelude::*;
use leptos::prelude::*;
use std::io::Write;
use time::{OffsetDateTime, UtcOffset};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let theme = match arguments.next().as_deref() {
        Some("dark") => Theme::Dark,
        Some("system") => Theme::System,
        _ => Theme::Light,
    };
    let what = arguments.next().unwrap_or_default();
    let html = match what.as_str() {
        "sign-in" => sign_in(theme),
        "dialog" => dialog(theme),
        _ => gallery(theme),
    };
    std::io::stdout().write_all(html.as_bytes())
}

fn frame(theme: Theme, title: &str) -> Frame {
    let item = |label: &str, icon: Option<Icon>| NavItem {
        label: label.to_owned(),
        href: "#".to_owned(),
        icon,
        ..NavItem::default()
    };
    Frame {
        title: title.to_owned(),
        theme,
        assets: Assets {
            stylesheet: "style/main.css".to_owned(),
            icon: "icon.svg".to_owned(),
            ..Assets::default()
        },
        organization: Some("Aldergrove".to_owned()),
        account: Some(Account {
            name: "Priya Raman".to_owned(),
            id: "priya.raman@aldergrove.example".to_owned(),
            role_label: "Teams Administrator".to_owned(),
            href: "#".to_owned(),
        }),
        nav: vec![
            item("Dashboard", Some(Icon::Home)),
            NavItem {
                counter: Some((1, "not answered".to_owned())),
                ..item("Message center", Some(Icon::Megaphone))
            },
            NavItem {
                section: true,
                children: vec![
                    NavItem {
                        current: true,
                        ..item("External access", None)
                    },
                    item("Test access", None),
                ],
                ..item("External collaboration", Some(Icon::Globe))
            },
            item("Users", Some(Icon::Person)),
            item("Groups", Some(Icon::Group)),
            NavItem {
                section: true,
                ..item("Operations", Some(Icon::Operations))
            },
            item("Activity", Some(Icon::History)),
            item("Administrators", Some(Icon::Shield)),
        ],
        home_href: "#".to_owned(),
        search_href: "#".to_owned(),
        messages_href: "#".to_owned(),
        unanswered: 1,
        reference_href: Some("#".to_owned()),
        help_href: Some("#".to_owned()),
        toasts: vec![Toast {
            title: "Saved, in effect since 14:02:11".to_owned(),
            text: Some("Sales outbound only, revision 214. 3 of 3 chat servers have it.".to_owned()),
            undo: Some(UndoForm {
                action: "#".to_owned(),
                ..UndoForm::default()
            }),
            link: Some(("#".to_owned(), "See the change".to_owned())),
            ..Toast::default()
        }],
        ..Frame::default()
    }
}

fn sign_in(theme: Theme) -> String {
    let frame = Frame {
        account: None,
        ..frame(theme, "Sign in")
    };
    render(|| {
        view! {
            <Shell frame lead="External access for Aldergrove" foot=view! { <QuietLink href="#">"Security and privacy"</QuietLink> }>
                <form class="fc-stack fc-stack--4" method="post">
                    <TextField id="username" label="User name" autocomplete="username" prose=false value="priya.raman@aldergrove.example" required=true />
                    <TextField id="password" label="Password" kind=InputKind::Password autocomplete="current-password" required=true
                        error="This user name and password do not match. 4 tries left before a pause of 1 minute." />
                    <Button kind=ButtonKind::Primary size=ButtonSize::Large block=true>"Sign in"</Button>
                </form>
                <p class="fc-signin__or">"or"</p>
                <LinkButton href="#" size=ButtonSize::Large block=true icon=Icon::Key>"Continue with Aldergrove single sign-on"</LinkButton>
            </Shell>
        }
    })
}

fn dialog(theme: Theme) -> String {
    render(|| {
        let dialog = view! {
            <Dialog id="dialog-title" title="Turn off chat with personal accounts for 1,204 people?" action="#" cancel="#" danger=true confirm="Turn off for 1,204 people">
                <Diff name="AllowTeamsConsumer" before="True".to_owned() after="False".to_owned() />
                {compare()}
                <p>"38 of them have a policy that allows chat. It stays stored and stops counting. "<a href="#">"See all 1,204 people"</a></p>
                <Note icon=Icon::Clock><strong>"Takes effect immediately."</strong>" Existing chats stay readable; nobody can send in them."</Note>
                <TextField id="reason" label="Reason" optional=true />
                <Acknowledge error="Tick this to turn it off.">"I understand that 1,204 of 1,262 people (95%) lose chat with personal accounts now."</Acknowledge>
            </Dialog>
        };
        view! { <Shell frame=frame(theme, "Confirm") dialog><PageHead title="External access" /></Shell> }
    })
}

fn compare() -> impl IntoView {
    let row = |name: &str, now: &str, after: &str| {
        (
            name.to_owned(),
            vec![Slot::from(now.to_owned()), Slot::from(after.to_owned())],
        )
    };
    let columns = ["People", "Now", "After saving"].map(str::to_owned).to_vec();
    let rows = vec![
        row("Can start chats", "1,204", "0"),
        row("Can be found and contacted", "1,178", "0"),
    ];
    view! { <Compare caption="People, now and after saving" columns rows after=true /> }
}

fn gallery(theme: Theme) -> String {
    render(|| {
        let bar = view! {
            <SaveBar form="settings" discard="#" dirty=true>
                <Impact kind=ImpactKind::Loss title="Before you save: 1,204 people lose chat with personal accounts"
                    text=view! { <strong>"58"</strong>" have none today. "<a href="#">"See who is affected"</a> } />
            </SaveBar>
        };
        let crumbs = vec![Crumb::new("#", "External collaboration")];
        let tab = |label: &str, count: Option<&str>, current| Tab {
            href: "#".to_owned(),
            label: label.to_owned(),
            count: count.map(str::to_owned),
            current,
        };
        let tabs = vec![
            tab("Organization settings", None, true),
            tab("Policies", Some("6"), false),
        ];
        view! {
            <Shell frame=frame(theme, "Components") after=bar>
                <PageHead title="Components" crumbs lead="Every component in its states." actions=view! { <LinkButton href="#" icon=Icon::Download>"Export"</LinkButton> } />
                <Tabs label="Components" tabs />
                {messages().into_any()}
                {controls().into_any()}
                {setting().into_any()}
                {fields().into_any()}
                {list().into_any()}
                {person().into_any()}
                {numbers().into_any()}
                {waiting().into_any()}
            </Shell>
        }
    })
}

fn messages() -> impl IntoView {
    view! {
        <Notice id="notice" title="Chat with users with Teams personal accounts is on by default"
            badges=view! { <Badge kind=BadgeKind::Brand>"Rolling out"</Badge><Badge kind=BadgeKind::Warning>"Not reviewed yet"</Badge> }
            end=view! { <form><IconButton icon=Icon::Dismiss label="Hide for me until tomorrow" /></form> }>
            <p>"Your people and people with Teams personal accounts can find each other and chat. It started here on " <Moment at=moment() style=MomentStyle::Date /> "."</p>
            <Facts facts=vec![Slot::from(view! { <a href="#">"MC296208"</a> }), Slot::from("Roadmap 88381")] />
            <form class="fc-messagebar__actions">
                <LinkButton href="#" kind=ButtonKind::Primary>"Review and assess"</LinkButton>
                <Button name="answer" value="keep">"Keep on"</Button>
            </form>
        </Notice>
        <MessageBar>"External access policies might be overridden. "<a href="#">"Organization settings"</a></MessageBar>
        <MessageBar kind=MessageKind::Warning actions=view! { <Button>"See both"</Button><Button>"Load theirs"</Button> }>
            <strong>"Not saved: somebody else changed this page."</strong>" Yours says Off."
        </MessageBar>
        <MessageBar kind=MessageKind::Danger end=view! { <Button>"Try again"</Button> }><strong>"Not saved."</strong>" The database did not answer."</MessageBar>
        <MessageBar kind=MessageKind::Success><strong>"Pre-staged: only our people can start."</strong></MessageBar>
    }
}

fn controls() -> impl IntoView {
    view! {
        <Card id="buttons" title="Buttons" desc="One primary a view." divided=true>
            <CardBody gap=Gap::Four>
                <Cluster>
                    <Button kind=ButtonKind::Primary>"Save"</Button>
                    <Button>"Discard"</Button>
                    <Button kind=ButtonKind::Danger>"Turn off for 1,204 people"</Button>
                    <Button kind=ButtonKind::Subtle icon=Icon::Plus>"Add"</Button>
                    <IconButton icon=Icon::Edit label="Edit" kind=ButtonKind::Plain />
                    <Button size=ButtonSize::Small icon=Icon::Undo>"Undo"</Button>
                    <Button size=ButtonSize::Large>"Continue"</Button>
                </Cluster>
                <Cluster>
                    <Button kind=ButtonKind::Primary disabled=true>"Save"</Button>
                    <Button disabled=true>"Discard"</Button>
                    <Button kind=ButtonKind::Subtle icon=Icon::Trash reason="Select a policy first">"Delete"</Button>
                </Cluster>
                <Cluster>
                    <OnOff on=true /><OnOff on=false /><Badge>"Neutral"</Badge>
                    <Badge kind=BadgeKind::Brand>"Rolling out"</Badge>
                    <Badge kind=BadgeKind::Success icon=Icon::Check>"Pre-staged"</Badge>
                    <Badge kind=BadgeKind::Danger>"2 failed"</Badge>
                    <Counter number="12" /><Counter number="1" attention=true meaning="not answered" />
                    <Code>"AllowTeamsConsumerInbound"</Code><Key>"Ctrl"</Key><Key>"K"</Key>
                    <Mark yes=true /><Mark yes=false />
                </Cluster>
                <Grid>
                    <Stack gap=Gap::Two>
                        <Checkbox name="c1" checked=true>"Checked"</Checkbox>
                        <Checkbox name="c2" disabled=true>"Not checked, disabled"</Checkbox>
                        <Checkbox name="c3" hint="Blocks eu.promo-desk.example.">"With a hint"</Checkbox>
                    </Stack>
                    <OptionGroup legend="Who starts">
                        <Radio name="r" value="them" checked=true>"They do"</Radio>
                        <Radio name="r" value="us">"Our person does"</Radio>
                    </OptionGroup>
                    <Choices legend="Your answer" counts="Changes for">
                        <Choice name="x" value="a" title="Keep on" count="0 people" desc="Both sides can find each other." />
                        <Choice name="x" value="b" title="Only our people can start" count="1,178 people" checked=true />
                        <Choice name="x" value="c" title="At activation" desc="Not available: it started here on 6 Dec 2021." disabled=true />
                    </Choices>
                </Grid>
            </CardBody>
        </Card>
    }
}

fn setting() -> impl IntoView {
    let code = "# the change\nSet-CsTenantFederationConfiguration -AllowTeamsConsumer $false";
    let foot = view! {
        <Disclosure summary="Show as PowerShell" open=true>
            <CodeBlock language=CodeLanguage::PowerShell code=code />
            <CodeBlock language=CodeLanguage::Rest code="PATCH /api/v1/external-access/organization  {\"allowTeamsConsumer\": false}" />
        </Disclosure>
    };
    view! {
        <Card id="personal" title="Teams personal accounts" desc="Accounts that no organization manages." divided=true>
            <SettingRow id="t-consumer" title="People in my org can chat and have meetings with external users who have unmanaged Microsoft accounts"
                desc="Off stops both sides." properties=vec!["AllowTeamsConsumer", "AllowTeamsConsumerInbound"] changed=true foot>
                <Cluster wide=true>
                    <Switch id="consumer" name="AllowTeamsConsumer" checked=false labelled_by="t-consumer" />
                    <Badge kind=BadgeKind::Brand>"Not saved: was On"</Badge>
                </Cluster>
                <Dependent reason_id="inbound-reason" reason=view! { "Stored value: "<strong>"On"</strong>". Not used while chat with personal accounts is off." }>
                    <Checkbox name="AllowTeamsConsumerInbound" checked=true disabled=true described_by="inbound-reason">"People in my org can receive new chats"</Checkbox>
                </Dependent>
            </SettingRow>
            <SettingRow id="t-blocked" title="Blocked domains" desc="3 of 4,000.">
                <InputRow id="domain" label="Domain to block" name="domain" value="promo desk.example" placeholder="example.org"
                    button="Block domain" button_name="add" button_value="domain" error="A domain has no spaces. Did you mean promo-desk.example?" />
                <ItemList label="Blocked domains">
                    <Item name="mail-offers.example" meta=view! { "Added "<Moment at=moment() style=MomentStyle::Date /> } remove=("remove".to_owned(), "mail-offers.example".to_owned()) />
                    <Item name="promo-desk.example" remove=("remove".to_owned(), "promo-desk.example".to_owned()) />
                </ItemList>
                <Note icon=Icon::Building>"Organization setting is "<strong>"Off"</strong>"."</Note>
                <Empty title="No exceptions" text="Add a trial tenant’s domain to let it through while this is off." inline=true />
            </SettingRow>
        </Card>
    }
}

fn fields() -> impl IntoView {
    let options = vec![
        SelectOption::new("g", "Global (Org-wide default)"),
        SelectOption::new("s", "Sales outbound only"),
    ];
    view! {
        <Card id="fields" title="Fields">
            <CardBody>
                <Grid>
                    <TextField id="f1" label="Display name" value="Sales outbound only" />
                    <TextField id="f2" label="Description" optional=true hint="People see it when they pick a policy." />
                    <TextField id="f3" label="Domain to block" value="promo desk.example" error="A domain has no spaces." />
                    <TextField id="f4" label="Until" kind=InputKind::Date value="2022-01-31" />
                    <SelectField id="f5" label="Policy" options value="s" />
                    <TextArea id="f6" label="Note" value="Sales writes first." />
                </Grid>
            </CardBody>
        </Card>
    }
}

fn list() -> impl IntoView {
    let columns = vec![
        Column::select(view! { <RowCheckbox label="Select all, 1 of 2 selected" mixed=true /> }),
        Column::name("Display name").sortable("#", Some(SortDirection::Ascending)),
        Column::text("Policy").sortable("#", None),
        Column::number("People"),
        Column::text("Can chat"),
        Column::long("Change"),
        Column::action("Undo"),
    ];
    let row = |name: &str, checked, yes| {
        let id = format!("{}@aldergrove.example", name.to_lowercase().replace(' ', "."));
        Row::new()
            .cell(view! { <RowCheckbox label=format!("Select {name}") name="user" checked /> })
            .cell(view! { <Person name=name.to_owned() id=id href="#" /> })
            .cell(view! { <QuietLink href="#">"Sales outbound only"</QuietLink><Sub>"Rank 2"</Sub> })
            .cell(if yes { number(1166).into_any() } else { view! { <Dash meaning="not assigned this way" /> }.into_any() })
            .cell(view! { <Mark yes /> })
            .cell(view! { <Diff name="EnableTeamsConsumerInbound" before="True".to_owned() after="False".to_owned() /> })
            .cell(view! { <Button size=ButtonSize::Small icon=Icon::Undo>"Undo"</Button> })
    };
    let rows = vec![row("Aiko Tanaka", false, true), row("Maya Okafor", true, false)];
    let options = vec![FilterOption {
        value: "s".to_owned(),
        label: "Sales".to_owned(),
        checked: true,
    }];
    view! {
        <Card id="people" title="People" title_hidden=true>
            <FilterBar>
                <Search action="#" landmark="People" label="Search people by name" placeholder="Search people" />
                <Filter label="Policy" clear="#" action="#" name="policy" options=options.clone() />
                <Filter label="Member of" active="Member of: EMEA field" clear="#" action="#" name="group" options />
                <Popover label="Columns" title="Show columns" action="#"><Checkbox name="column" checked=true>"Name"</Checkbox><Button kind=ButtonKind::Primary>"Apply"</Button></Popover>
            </FilterBar>
            <CommandBar selection=true status="1 selected" end=view! { <LinkButton href="#" kind=ButtonKind::Subtle icon=Icon::Dismiss>"Clear selection"</LinkButton> }>
                <Button kind=ButtonKind::Primary icon=Icon::PersonAdd>"Assign policy"</Button>
                <Button kind=ButtonKind::Subtle icon=Icon::Download>"Export"</Button>
            </CommandBar>
            <Table caption="People, sorted by name" columns rows />
            <CardBody><RankMover id="rank" name="Sales" action="#" fields=Vec::new() rank=2 last=3 /></CardBody>
            <Pagination summary="11 to 20 of 460 people" current=10 last=46 href=|page| format!("?page={page}") />
        </Card>
    }
}

fn person() -> impl IntoView {
    let step = |title: &str, why: &str, rows| EvidenceStep {
        title: title.to_owned().into_any(),
        why: why.to_owned(),
        rows,
    };
    let steps = vec![
        step(
            "Organization settings",
            "apply to everyone and come first",
            vec![EvidenceRow {
                setting: view! { <Code>"AllowTeamsConsumer"</Code> }.into_any(),
                value: view! { <OnOff on=true /> }.into_any(),
                outcomes: Outcomes::Each(
                    view! { <Mark yes=true word="Allows" /> }.into_any(),
                    view! { <Mark yes=true word="Allows" /> }.into_any(),
                ),
                decides: None,
                unused: false,
            }],
        ),
        step(
            "Policy: Sales outbound only",
            "the one policy that counts for Maya",
            vec![
                EvidenceRow {
                    setting: view! { <Code>"EnableTeamsConsumerInbound"</Code> }.into_any(),
                    value: view! { <OnOff on=false /> }.into_any(),
                    outcomes: Outcomes::Each(
                        view! { <Dash meaning="not consulted" /> }.into_any(),
                        view! { <Blocks>"Blocks "<Badge kind=BadgeKind::Brand>"Decides"</Badge></Blocks> }
                            .into_any(),
                    ),
                    decides: Some(Decided::Contact),
                    unused: false,
                },
                EvidenceRow {
                    setting: "Global (Org-wide default)".into_any(),
                    value: "On / On".into_any(),
                    outcomes: Outcomes::Both("Not used: a group applies".into_any()),
                    decides: None,
                    unused: true,
                },
            ],
        ),
    ];
    view! {
        <Card id="effective" title="Effective access" desc="Now, at revision 214." aside=view! { <LinkButton href="#" size=ButtonSize::Small icon=Icon::Link>"Link to this answer"</LinkButton> }>
            <CardBody>
                <Verdicts>
                    <Verdict question="Can start chats with personal accounts" allowed=true reason="The organization and the policy both allow it." />
                    <Verdict question="Can be found and contacted by them" allowed=false reason=view! { "Policy "<a href="#">"Sales outbound only"</a>" lets only Maya start." } />
                </Verdicts>
            </CardBody>
            <Evidence caption="Every setting consulted for Maya Okafor, in order" steps />
        </Card>
        <Columns kind=ColumnsKind::Half>
            <Card id="todo" title="To review" divided=true aside=view! { <Counter number="2" /> }>
                <ActionList>
                    <ActionItem icon=Icon::Megaphone tone=IconTone::Warning title=view! { <strong>"Chat with personal accounts is on by default"</strong> } text="MC296208, not answered." action=view! { <LinkButton href="#" kind=ButtonKind::Primary>"Review"</LinkButton> } />
                    <ActionItem icon=Icon::Clock title="1 exception ends in 3 days" action=view! { <LinkButton href="#">"Decide"</LinkButton> } />
                </ActionList>
            </Card>
            <Card id="recent" title="Recent changes">
                <CardBody>
                    <History>
                        <HistoryItem avatar=view! { <Avatar name="Priya Raman" /> } title=view! { <strong>"Priya Raman"</strong>" changed Sales outbound only" } meta=view! { <Moment at=moment() />" · 26 people" }>
                            <Diff name="EnableTeamsConsumerInbound" before="True".to_owned() after="False".to_owned() />
                        </HistoryItem>
                        <HistoryItem avatar=view! { <SystemAvatar icon=Icon::Megaphone /> } title="Rollout MC296208 became active" meta="1,204 people" />
                    </History>
                </CardBody>
            </Card>
        </Columns>
    }
}

fn numbers() -> impl IntoView {
    let bar = |label: &str, value, note: &str, part| Bar {
        label: label.to_owned(),
        value: number(value),
        note: Some(note.to_owned()),
        part,
        whole: 1204,
    };
    let count = |n| FlowCount {
        number: number(n),
        href: "#".to_owned(),
    };
    let point = |at, label: &str, open| TimelinePoint {
        at,
        label: label.to_owned(),
        open,
    };
    view! {
        <Columns kind=ColumnsKind::Half>
            <Card id="whom" title="Who can reach whom" foot=view! { <span>"The organization allows both directions."</span><QuietLink href="#">"Change"</QuietLink> }>
                <CardBody gap=Gap::Four>
                    <Flow organization="Aldergrove" people=people(1262) start=count(1204) contact=count(1178) />
                    <StackBar label="1,178 people both ways, 26 only our people start, 58 neither" parts=[1178, 26, 58] />
                    <Grid kind=GridKind::Tight>
                        <Stat value="1,178" label="Both ways" swatch=ChartTone::One />
                        <Stat value="26" label="Only our people start" swatch=ChartTone::Two />
                        <Stat value="58" label="No chat" swatch=ChartTone::Three />
                    </Grid>
                </CardBody>
            </Card>
            <Card id="decides" title="What decides">
                <CardBody gap=Gap::Four>
                    <Bars bars=vec![bar("Global policy", 1166, "of 1,166", 1166), bar("Group assignment", 24, "of 77", 24)] />
                    <LineChart label="Chats started a day" first=vec![0, 0, 0, 212, 486, 531] second=vec![0, 0, 0, 18, 41, 36] from="3 Dec".to_owned() to="8 Dec".to_owned() />
                    <Legend items=vec![(ChartTone::One, "Allowed, 531 today".to_owned()), (ChartTone::Four, "Refused, 36 today".to_owned())] />
                    {compare()}
                </CardBody>
            </Card>
        </Columns>
        <Columns kind=ColumnsKind::Split>
            <Card id="folder" title="Messages">
                <MessageList>
                    <MessageItem href="#" title="Chat with users with Teams personal accounts" number="MC296208" when=view! { <Moment at=moment() style=MomentStyle::Date /> } badges=view! { <Badge kind=BadgeKind::Warning>"Not reviewed yet"</Badge> } unread=true selected=true />
                    <MessageItem href="#" title="Trial tenants stay blocked" number="LN-11" when="2 Nov 2021" />
                </MessageList>
            </Card>
            <Panel id="open" title="Chat with users with Teams personal accounts" badges=view! { <Badge kind=BadgeKind::Brand>"Rolling out"</Badge> } actions=view! { <IconButton icon=Icon::Star label="Favourite" /><IconLink href="#" icon=Icon::Dismiss label="Close message" /> }
                facts=view! { <Facts facts=vec![Slot::from("MC296208"), Slot::from("Roadmap 88381")] /> } foot=view! { <QuietLink href="#">"Share"</QuietLink><Button kind=ButtonKind::Primary>"Pre-stage answer"</Button> }>
                <PanelSection>
                    <DefList pairs=vec![("Default".to_owned(), Slot::from("On, both ways")), ("Action".to_owned(), Slot::from("Review and assess"))] />
                </PanelSection>
                <PanelSection title="When">
                    <Timeline label="Published 3 November 2021." window=Window { from: 6250, to: 9375, label: "Planned window, early to mid December".to_owned() }
                        ticks=vec![Tick { at: 0, label: String::new() }, Tick { at: 6250, label: "1 Dec".to_owned() }, Tick { at: 9167, label: "15 Dec".to_owned() }]
                        published=point(417, "Published 3 Nov", false) activation=point(7292, "Started here 6 Dec, on by default", false) today=point(7708, "Today, 8 Dec", false) />
                </PanelSection>
            </Panel>
        </Columns>
    }
}

fn waiting() -> impl IntoView {
    view! {
        <Card id="waiting" title="Progress, loading, empty">
            <CardBody>
                <Grid>
                    <Progress label="Assigning Sales outbound only" done=1860 total=4211 note="12 failed so far. You can leave this page." />
                    <Skeleton label="Loading people" />
                    <Empty icon=Icon::Search title="Nobody matches" text="No person in EMEA field has the policy FederationOnly." actions=view! { <LinkButton href="#">"Clear the policy filter"</LinkButton> } />
                </Grid>
            </CardBody>
        </Card>
    }
}

fn moment() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_638_968_531)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .to_offset(UtcOffset::from_hms(1, 0, 0).unwrap_or(UtcOffset::UTC))
}
