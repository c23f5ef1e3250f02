//! What works on values, not on the organization.

use super::parameter::{Parameter as P, Pipe, Type};
use super::{Cmdlet, Id};

const BLOCK: &[&str] = &["Block"];
const PROPERTY: &[&str] = &["Property"];
const INPUT: P = P::new("InputObject", Type::Any, "What it works on.").piped(Pipe::Value);
const PATH: P = P::new("Path", Type::Text, "The file.").alias(&["FilePath", "LiteralPath"]);
const DELIMITER: P = P::new("Delimiter", Type::Text, "What separates the columns.");
const ENCODING: P = P::new(
    "Encoding",
    Type::Text,
    "Accepted, without effect: files are UTF-8.",
);
const COLUMNS: P = P::new("Property", Type::Properties, "Which properties.");

macro_rules! comparison {
    ($name:literal) => {
        P::new($name, Type::Switch, "How they are compared.").of(PROPERTY)
    };
}

pub(super) static CMDLETS: &[Cmdlet] = &[
    Cmdlet::new(Id::Connect, "Connect-MicrosoftTeams", "Nothing: Forecourt is connected already.", &[
        P::new("TenantId", Type::Text, "Accepted, without effect."),
        P::new("Credential", Type::Any, "Accepted, without effect."),
        P::new("AccountId", Type::Text, "Accepted, without effect."),
        P::new("UseDeviceAuthentication", Type::Switch, "Accepted, without effect."),
    ])
    .of_language(&[]),
    Cmdlet::new(Id::Disconnect, "Disconnect-MicrosoftTeams", "Nothing: Forecourt stays connected.", &[]).of_language(&[]),
    Cmdlet::new(Id::ImportModule, "Import-Module", "Nothing for the modules MicrosoftTeams and Forecourt, whose cmdlets are there.", &[
        P::new("Name", Type::Texts, "The module.").at(1).must(),
        P::new("Force", Type::Switch, "Accepted, without effect."),
    ])
    .of_language(&["ipmo"]),
    Cmdlet::new(Id::Where, "Where-Object", "Lets through what fits.", &[
        P::new("FilterScript", Type::Block, "A condition about $_.").at(1).must().of(BLOCK),
        P::new("Property", Type::Text, "The property that is compared.").at(1).must().of(PROPERTY),
        P::new("Value", Type::Any, "With what.").at(2).of(PROPERTY),
        comparison!("EQ"),
        comparison!("NE"),
        comparison!("GT"),
        comparison!("GE"),
        comparison!("LT"),
        comparison!("LE"),
        comparison!("Like"),
        comparison!("NotLike"),
        comparison!("Contains"),
        comparison!("NotContains"),
        comparison!("In"),
        comparison!("NotIn"),
        INPUT,
    ])
    .default_set("Block")
    .of_language(&["?", "where"])
    .examples(&["Get-CsExternalAccessPolicy | Where-Object { $_.EnableTeamsConsumerAccess -eq $true }"]),
    Cmdlet::new(Id::ForEach, "ForEach-Object", "Does something with each.", &[
        P::new("Process", Type::BlockOrText, "What is done with $_, or the property that is given.").at(1).must().alias(&["MemberName"]),
        INPUT,
    ])
    .of_language(&["%", "foreach"])
    .examples(&["Import-Csv people.csv | ForEach-Object { Grant-CsExternalAccessPolicy -Identity $_.UserPrincipalName -PolicyName 'Sales' }"]),
    Cmdlet::new(Id::Select, "Select-Object", "Takes some properties, or some of the objects.", &[
        COLUMNS.at(1),
        P::new("ExpandProperty", Type::Text, "Gives the values of one property instead of objects."),
        P::new("First", Type::Int, "So many from the beginning."),
        P::new("Last", Type::Int, "So many from the end."),
        P::new("Skip", Type::Int, "Leaves so many out at the beginning."),
        P::new("Unique", Type::Switch, "Each only once."),
        INPUT,
    ])
    .of_language(&["select"]),
    Cmdlet::new(Id::Sort, "Sort-Object", "Puts objects in order.", &[
        COLUMNS.at(1),
        P::new("Descending", Type::Switch, "The largest first."),
        P::new("Unique", Type::Switch, "Each only once."),
        INPUT,
    ])
    .of_language(&["sort"]),
    Cmdlet::new(Id::Measure, "Measure-Object", "Counts objects.", &[INPUT]).of_language(&["measure"]),
    Cmdlet::new(Id::ImportCsv, "Import-Csv", "Reads a list with a header.", &[
        PATH.at(1).must().piped(Pipe::Both),
        DELIMITER.at(2),
        P::new("Header", Type::Texts, "The names of the columns, for a file without a header."),
        ENCODING,
    ])
    .of_language(&["ipcsv"]),
    Cmdlet::new(Id::ExportCsv, "Export-Csv", "Writes a list with a header, every value in quotes.", &[
        PATH.at(1).must(),
        DELIMITER,
        P::new("NoTypeInformation", Type::Switch, "Accepted; there is no such line in any case.").alias(&["nti"]),
        P::new("Append", Type::Switch, "Adds to the file."),
        P::new("Force", Type::Switch, "Accepted, without effect."),
        ENCODING,
        INPUT,
    ])
    .of_language(&["epcsv"]),
    Cmdlet::new(Id::ConvertToJson, "ConvertTo-Json", "Objects as JSON.", &[
        P::new("Depth", Type::Int, "How deep; 2 when not given. What is deeper becomes text."),
        P::new("Compress", Type::Switch, "Without blanks and line breaks."),
        P::new("AsArray", Type::Switch, "A list also of one object."),
        INPUT.at(1),
    ])
    .of_language(&[]),
    Cmdlet::new(Id::ConvertToCsv, "ConvertTo-Csv", "Objects as lines of a list with a header.", &[
        DELIMITER,
        P::new("NoTypeInformation", Type::Switch, "Accepted; there is no such line in any case.").alias(&["nti"]),
        INPUT,
    ])
    .of_language(&[]),
    Cmdlet::new(Id::ConvertFromCsv, "ConvertFrom-Csv", "Objects from lines of a list with a header.", &[
        DELIMITER,
        P::new("Header", Type::Texts, "The names of the columns, for lines without a header."),
        INPUT.at(1),
    ])
    .of_language(&[]),
    Cmdlet::new(Id::FormatList, "Format-List", "Names and values, one below the other.", &[COLUMNS.at(1), INPUT]).of_language(&["fl"]),
    Cmdlet::new(Id::FormatTable, "Format-Table", "A row for each object.", &[
        COLUMNS.at(1),
        P::new("AutoSize", Type::Switch, "Accepted: columns are as wide as their values in any case."),
        P::new("Wrap", Type::Switch, "Accepted, without effect."),
        P::new("HideTableHeaders", Type::Switch, "Without the names of the columns."),
        INPUT,
    ])
    .of_language(&["ft"]),
    Cmdlet::new(Id::WriteHost, "Write-Host", "Shows a text.", &[
        P::new("Object", Type::Any, "The text.").at(1).piped(Pipe::Value),
        P::new("ForegroundColor", Type::Text, "Accepted, without effect."),
        P::new("BackgroundColor", Type::Text, "Accepted, without effect."),
        P::new("NoNewline", Type::Switch, "Without a line break at its end."),
    ])
    .of_language(&[]),
    Cmdlet::new(Id::WriteOutput, "Write-Output", "Hands values on.", &[
        INPUT.at(1),
        P::new("NoEnumerate", Type::Switch, "Accepted, without effect."),
    ])
    .of_language(&["echo", "write"]),
    Cmdlet::new(Id::WriteWarning, "Write-Warning", "Shows a warning.", &[P::new("Message", Type::Text, "The warning.").at(1).must().piped(Pipe::Value)])
        .of_language(&[]),
    Cmdlet::new(Id::OutFile, "Out-File", "Writes what would be shown to a file.", &[
        PATH.at(1).must(),
        P::new("Append", Type::Switch, "Adds to the file."),
        P::new("Force", Type::Switch, "Accepted, without effect."),
        P::new("Width", Type::Int, "How many characters a line has."),
        ENCODING,
        INPUT,
    ])
    .of_language(&[]),
    Cmdlet::new(Id::OutNull, "Out-Null", "Shows nothing.", &[INPUT]).of_language(&[]),
    Cmdlet::new(Id::GetContent, "Get-Content", "Reads the lines of a file.", &[
        PATH.at(1).must().piped(Pipe::Both),
        P::new("Raw", Type::Switch, "The whole file as one text."),
        ENCODING,
    ])
    .of_language(&["gc", "cat", "type"]),
    Cmdlet::new(Id::GetCommand, "Get-Command", "Shows every cmdlet that is understood here.", &[
        P::new("Name", Type::Text, "A pattern, for example *Policy*.").at(1),
        P::new("Module", Type::Text, "Accepted, without effect."),
    ])
    .of_language(&["gcm"]),
    Cmdlet::new(Id::GetHelp, "Get-Help", "Shows what a cmdlet does and what it takes.", &[P::new("Name", Type::Text, "The cmdlet.").at(1)])
        .of_language(&["help", "man"]),
];
