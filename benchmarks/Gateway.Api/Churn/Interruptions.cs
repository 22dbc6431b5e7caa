using Gateway.ApiServer;
using Gateway.ApiServer.Failures;

namespace Gateway.Api.Churn;

/// <summary>What happens to the way between a gateway and its API server; each kind in turn.</summary>
internal sealed class Interruptions(ApiServerDouble server)
{
    private int _turn;

    public void Next()
    {
        switch (_turn++ % 8)
        {
            case 0:
                server.Faults.CutWatches();
                break;
            case 1:
                server.Faults.CutWatchesInNextEvent(Cut.Connection);
                break;
            case 2:
                server.Faults.ResetConnections();
                break;
            case 3:
                // The watches cannot go on from where they were, and must list.
                server.LoseHistory();
                server.Faults.CutWatches(Cut.End);
                break;
            case 4:
                server.Faults.AnswerNext(3, Reply.Unavailable());
                server.Faults.CutWatches();
                break;
            case 5:
                server.Faults.SendToWatches("no event");
                break;
            case 6:
                server.Faults.AnswerNext(2, Reply.Garbage());
                server.Faults.CutWatchesInNextEvent();
                break;
            default:
                server.Faults.AskConnectionsToLeave();
                break;
        }
    }
}
