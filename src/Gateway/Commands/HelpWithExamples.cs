using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Gateway.Commands;

/// <summary>The help of the library, and after it what a newcomer wants to know.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string OfRoot = """
        Examples:
          gateway                              serve deploy/dev, the demo that comes with the gateway
          gateway --manifests ./k8s            serve your own manifests, and follow your edits
          gateway validate ./k8s               check them without serving
          gateway --config prod.json           with settings from a file
          Gateway__Http__HttpPort=80 gateway   any setting by environment: a colon of its key is two underscores

        Exit codes:
          0  stopped when asked to; or nothing wrong found
          1  validate found errors; or the gateway failed while it ran
          2  the command line is wrong
          3  a key or a value of the configuration is wrong
          4  a port is in use, or an address cannot be listened on
          5  the manifests cannot be read at all

        Settings: docs/configuration.md; manifests: docs/manifests.md; annotations: docs/annotations.md
        """;

    private const string OfValidate = """
        Examples:
          gateway validate deploy/dev          a folder
          gateway validate base.yaml app/      several paths as one set

        Each problem is one line: file:line:column: severity: object, field: reason: message
        Exit codes: 0 no errors (warnings there may be), 1 errors, 2 wrong command line, 5 a path cannot be read.
        """;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(parseResult.CommandResult.Command.Name == "validate" ? OfValidate : OfRoot);
        output.WriteLine();
        return code;
    }
}
