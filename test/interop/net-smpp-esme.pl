# An ESME on Perl's Net::SMPP: does one of everything and prints a line of what came of each.
use strict;
use warnings;
use Net::SMPP;

my ($port, $listen_port) = @ARGV;
$| = 1;
my %to = (source_addr_ton => 1, source_addr_npi => 1, source_addr => '12025550150', dest_addr_ton => 1, dest_addr_npi => 1);
my $ana = '12025550101';

my ($esme, $bound) = Net::SMPP->new_transceiver('127.0.0.1', port => $port, system_id => 'esme', password => 'secret',
    smpp_version => 0x34, async => 0) or die "connect: $!\n";
printf "bind %d %s\n", $bound->status, $bound->{system_id};

my $sent = $esme->submit_sm(%to, destination_addr => $ana, short_message => 'from perl', registered_delivery => 1,
    user_message_reference => pack('n', 0x1234));
printf "submit %d\n", $sent->status;
take('receipt');
my $state = $esme->query_sm(message_id => $sent->{message_id}, source_addr_ton => 1, source_addr_npi => 1, source_addr => '12025550150');
printf "query %d %s state %d\n", $state->status, $state->{message_id} eq $sent->{message_id} ? 'same' : 'other', $state->{message_state};

my $multi = $esme->submit_multi(source_addr_ton => 1, source_addr_npi => 1, source_addr => '12025550150',
    dest_flag => [1, 1], dest_addr_ton => [1, 1], dest_addr_npi => [1, 1],
    destination_addr => [$ana, '15005552011'], short_message => 'to both');
printf "multi %d unsuccess %d %s %d\n", $multi->status, $multi->{num_unsuccess}, $multi->{destination_addr}[0],
    $multi->{error_status_code}[0];

my $data = $esme->data_sm(%to, destination_addr => $ana, message_payload => 'data from perl');
printf "data %d\n", $data->status;

my $later = $esme->submit_sm(%to, destination_addr => $ana, short_message => 'later', schedule_delivery_time => '000001000000000R');
my %later = (message_id => $later->{message_id}, source_addr_ton => 1, source_addr_npi => 1, source_addr => '12025550150');
printf "replace %d\n", $esme->replace_sm(%later, schedule_delivery_time => '000002000000000R', validity_period => '',
    short_message => 'other')->status;
printf "cancel %d\n", $esme->cancel_sm(%later, dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => $ana)->status;
printf "cancel again %d\n", $esme->cancel_sm(%later, dest_addr_ton => 1, dest_addr_npi => 1, destination_addr => $ana)->status;
printf "refused %d\n", $esme->submit_sm(%to, destination_addr => '15005552088', short_message => 'x')->status;
printf "enquire %d\n", $esme->enquire_link()->status;

print "ready\n";
take('text');
my $lost = $esme->read_pdu();
printf "alert 0x%x %s\n", $lost->{cmd}, $lost->{source_addr};
printf "unbind %d\n", $esme->unbind()->status;

my $listener = Net::SMPP->new_listen('127.0.0.1', port => $listen_port, smpp_version => 0x34, async => 0) or die "listen: $!\n";
print "listening\n";
my $called = $listener->accept or die "accept: $!\n";
my $outbind = $called->read_pdu();
printf "outbind 0x%x %s\n", $outbind->{cmd}, $outbind->{system_id};
my $again = $called->bind_receiver(system_id => 'esme', password => 'secret', interface_version => 0x34);
printf "bind receiver %d\n", $again->status;
printf "unbind %d\n", $called->unbind()->status;

# The next deliver_sm, answered.
sub take {
    my ($what) = @_;
    my $pdu = $esme->read_pdu() or die "nothing came\n";
    my $reference = defined $pdu->{user_message_reference} ? unpack('n', $pdu->{user_message_reference}) : 0;
    (my $text = $pdu->{short_message}) =~ s/id:\d+/id:ID/;
    $text =~ s/date:\d+/date:D/g;
    printf "%s 0x%x esm_class %d reference %d: %s\n", $what, $pdu->{cmd}, $pdu->{esm_class}, $reference, $text;
    $esme->deliver_sm_resp(seq => $pdu->{seq}, message_id => '');
}
