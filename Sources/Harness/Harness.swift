// # Harness
//
// What programs have in common that put a real supervisor to the test from outside: `lanebench`
// takes times, `laneload` makes load and does harm. Neither knows the insides of what it tests.
//
//     InstanceFolder   the files of one instance, its processes, its end
//     LedgerFiller     finished missions for the ledger of a stopped supervisor
//     ControlClient    connections to a control socket that ask and wait
//     LineLoop         one epoll loop for lines of many descriptors
//     Samples          measured values and their quantiles; Decimals writes them
//     Machine          what it was measured on
//
// ## Rules and their reasons
// - Everything is `package`: it is shared between programs of this package and promised to nobody.
// - One error type, one line: whoever starts a harness wants to know what could not be done, and
//   nothing in it recovers from that. What a peer refuses becomes such a line as well.
// - One thread. A harness that shared the machine with threads of its own would measure those too.
// - Whatever ends a harness, its processes are ended and its folder is removed. Processes are found
//   by the folder (locks of workers, environment of runs), so that those are found as well that
//   somebody else has started in it.
// - Folders have short names: the path of a socket has at most 107 bytes.
