/* An ESME on Osmocom's libsmpp34: does one of everything and prints a line of what came of each. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <smpp34.h>
#include <smpp34_structs.h>
#include <smpp34_params.h>

static int fd;
static uint32_t sequence;
static uint8_t octets[4096];

static void fail(const char *what) {
    printf("%s: %s\n", what, smpp34_strerror);
    exit(1);
}

static void send_pdu(void *pdu) {
    int length = 0;
    if (smpp34_pack2(octets, sizeof octets, &length, pdu)) fail("pack");
    if (write(fd, octets, length) != length) fail("write");
}

/* The next PDU into octets; its command_id. */
static uint32_t read_pdu(int *length) {
    int have = 0, need = 4;
    while (have < need) {
        int count = read(fd, octets + have, need - have);
        if (count <= 0) fail("read");
        have += count;
        if (have == 4) need = ntohl(*(uint32_t *)octets);
    }
    *length = have;
    return ntohl(*(uint32_t *)(octets + 4));
}

static uint32_t take(uint32_t command_id, void *pdu) {
    int length = 0;
    uint32_t came = read_pdu(&length);
    if (came != command_id) { printf("0x%x came instead of 0x%x\n", came, command_id); exit(1); }
    if (smpp34_unpack2(pdu, octets, length)) fail("unpack");
    return ntohl(*(uint32_t *)(octets + 8));
}

static uint32_t ask(void *request, uint32_t command_id, void *response) {
    send_pdu(request);
    return take(command_id, response);
}

#define NEW(type, name, command) type name; memset(&name, 0, sizeof name); \
    name.command_id = command; name.sequence_number = ++sequence
#define EMPTY(type, name) type name; memset(&name, 0, sizeof name)
#define PARTIES(pdu) do { pdu.source_addr_ton = pdu.source_addr_npi = pdu.dest_addr_ton = pdu.dest_addr_npi = 1; \
    strcpy((char *)pdu.source_addr, "12025550150"); strcpy((char *)pdu.destination_addr, "12025550101"); } while (0)

static tlv_t *find(tlv_t *tlv, uint16_t tag) {
    for (; tlv; tlv = tlv->next) if (tlv->tag == tag) return tlv;
    return NULL;
}

static void take_delivery(const char *what) {
    EMPTY(deliver_sm_t, delivery);
    take(DELIVER_SM, &delivery);
    tlv_t *reference = find(delivery.tlv, TLVID_user_message_reference);
    tlv_t *state = find(delivery.tlv, TLVID_message_state);
    printf("%s esm_class %d from %s reference %d state %d length %d\n", what, delivery.esm_class, delivery.source_addr,
           reference ? reference->value.val16 : 0, state ? state->value.val08 : 0, delivery.sm_length);
    EMPTY(deliver_sm_resp_t, response);
    response.command_id = DELIVER_SM_RESP;
    response.sequence_number = delivery.sequence_number;
    send_pdu(&response);
}

int main(int count, char **arguments) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[count - 1]))};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (void *)&address, sizeof address)) { perror("connect"); return 1; }
    setvbuf(stdout, NULL, _IOLBF, 0);

    NEW(bind_transceiver_t, bind, BIND_TRANSCEIVER);
    strcpy((char *)bind.system_id, "esme");
    strcpy((char *)bind.password, "secret");
    bind.interface_version = 0x34;
    EMPTY(bind_transceiver_resp_t, bound);
    uint32_t status = ask(&bind, BIND_TRANSCEIVER_RESP, &bound);
    printf("bind %u %s version 0x%x\n", status, bound.system_id, bound.tlv ? bound.tlv->value.val08 : 0);

    NEW(submit_sm_t, submit, SUBMIT_SM);
    PARTIES(submit);
    submit.registered_delivery = 1;
    submit.sm_length = 6;
    memcpy(submit.short_message, "from c", 6);
    EMPTY(tlv_t, reference);
    reference.tag = TLVID_user_message_reference;
    reference.length = 2;
    reference.value.val16 = 4660;
    build_tlv(&submit.tlv, &reference);
    EMPTY(submit_sm_resp_t, submitted);
    status = ask(&submit, SUBMIT_SM_RESP, &submitted);
    printf("submit %u id %s\n", status, submitted.message_id[0] ? "given" : "missing");
    take_delivery("receipt");

    NEW(query_sm_t, query, QUERY_SM);
    memcpy(query.message_id, submitted.message_id, sizeof submitted.message_id);
    query.source_addr_ton = query.source_addr_npi = 1;
    strcpy((char *)query.source_addr, "12025550150");
    EMPTY(query_sm_resp_t, queried);
    status = ask(&query, QUERY_SM_RESP, &queried);
    printf("query %u state %d\n", status, queried.message_state);

    NEW(submit_multi_t, multi, SUBMIT_MULTI);
    multi.source_addr_ton = multi.source_addr_npi = 1;
    strcpy((char *)multi.source_addr, "12025550150");
    const char *both[] = {"12025550101", "15005552011"};
    for (int i = 0; i < 2; i++) {
        EMPTY(dad_t, one);
        one.dest_flag = 1;
        one.value.sme.dest_addr_ton = one.value.sme.dest_addr_npi = 1;
        strcpy((char *)one.value.sme.destination_addr, both[i]);
        build_dad(&multi.dest_addr_def, &one);
    }
    multi.number_of_dests = 2;
    multi.sm_length = 7;
    memcpy(multi.short_message, "to both", 7);
    EMPTY(submit_multi_resp_t, several);
    status = ask(&multi, SUBMIT_MULTI_RESP, &several);
    printf("multi %u unsuccess %d %s %u\n", status, several.no_unsuccess, several.unsuccess_smes->destination_addr,
           several.unsuccess_smes->error_status_code);

    NEW(data_sm_t, data, DATA_SM);
    PARTIES(data);
    EMPTY(tlv_t, payload);
    payload.tag = TLVID_message_payload;
    payload.length = 11;
    memcpy(payload.value.octet, "data from c", 11);
    build_tlv(&data.tlv, &payload);
    EMPTY(data_sm_resp_t, stored);
    printf("data %u\n", ask(&data, DATA_SM_RESP, &stored));

    NEW(enquire_link_t, enquire, ENQUIRE_LINK);
    EMPTY(generic_nack_t, bare);
    printf("enquire %u\n", ask(&enquire, ENQUIRE_LINK_RESP, &bare));

    printf("ready\n");
    take_delivery("text");
    EMPTY(alert_notification_t, alert);
    take(ALERT_NOTIFICATION, &alert);
    printf("alert %s for %s\n", alert.source_addr, alert.esme_addr);

    NEW(unbind_t, unbind, UNBIND);
    printf("unbind %u\n", ask(&unbind, UNBIND_RESP, &bare));
    return 0;
}
