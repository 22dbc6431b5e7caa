using System.CommandLine;
using System.CommandLine.Parsing;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary>Says what is wrong with a command line, in two lines.</summary>
internal static class UsageError
{
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var problem = parsed.UnmatchedTokens is [var word, ..] ? Unknown(word, command) : parsed.Errors[0].Message;
        return $"gateway: {problem}\nTry '{PathOf(command)} --help'.";
    }

    private static string PathOf(Command command) =>
        command is RootCommand ? "gateway" : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string Unknown(string word, Command command)
    {
        var isOption = word.StartsWith('-');
        var known = isOption
            ? command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal))
            : command.Subcommands.Select(subcommand => subcommand.Name);
        var name = word.Split('=', ':')[0];
        var suggestion = NearestWord.Find(name, known) is { } nearest ? $"; did you mean {nearest}?" : "";
        return $"there is no {(isOption ? "option" : "command")} {name}{suggestion}";
    }
}
